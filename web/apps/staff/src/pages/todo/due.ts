import type { TFunction } from 'i18next';
import { day } from '../../../../../shared/format';
import type { WorkItem } from '../../api/types';
import type { Tone } from '../../ui/Icon';

const CLOSED = new Set(['done', 'returned', 'cancelled']);

/** Whether a task still asks for something (domain.md 5.7). */
export const isOpen = (state: string): boolean => !CLOSED.has(state);

/** How a task's date reads: overdue first, then help, today, done, and the rest by date. */
export function due(item: WorkItem, today: string, t: TFunction): { tone: Tone; text: string } {
  if (!isOpen(item.state)) return { tone: 'ok', text: t('todo.due.done') };
  if (item.overdue_days > 0) return { tone: 'bad', text: t('todo.due.overdue', { days: item.overdue_days }) };
  if (item.kind === 'help') return { tone: 'new', text: t('todo.due.help') };
  if (item.due_on === today) return { tone: 'warn', text: t('todo.due.today') };
  return { tone: 'idle', text: t('todo.due.by', { day: day(item.due_on, today) }) };
}
