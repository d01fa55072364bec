import type { ReactElement, RefObject } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { count, dayWithWeekday, daysLeftInMonth, joined } from '../../../../../shared/format';
import { questionsQuery } from '../../api/queries';
import type { Chip, WorkItems } from '../../api/types';
import { Mark, type Tone } from '../../ui/Icon';
import { Empty } from '../../ui/States';
import { CHIPS, SORTS, type TodoUrl } from './useTodoUrl';

const TONES: Record<Chip, Tone> = { overdue: 'bad', today: 'warn', help: 'new', fact: 'ask', month: 'idle', done: 'ok' };

interface HeadProps {
  heading: RefObject<HTMLHeadingElement | null>;
  today: string;
  first: WorkItems | undefined;
  url: TodoUrl;
}

export function TodoHead({ heading, today, first, url }: HeadProps): ReactElement {
  const { t } = useTranslation();
  const sum = first?.summary;
  const daily = sum ? Math.ceil(sum.remaining / daysLeftInMonth(today)) : 0;
  return (
    <div className="todo-head">
      <h1 ref={heading} tabIndex={-1}>{t('todo.title')}</h1>
      <p className="lead">
        {joined(dayWithWeekday(today, today), sum && t(sum.people === 0 ? 'todo.summary_none' : sum.remaining > 0 ? 'todo.summary' : 'todo.summary_done',
          { people: count(sum.people), contacted: count(sum.contacted), remaining: count(sum.remaining), daily: count(daily) }))}
      </p>
      <div className="chips" role="group" aria-label={t('todo.chips')}>
        {CHIPS.map((chip) => (
          <button key={chip} type="button" className={`filter ${TONES[chip]}`} aria-pressed={url.chip === chip}
            onClick={() => url.set({ chip: url.chip === chip ? null : chip, task: null })}>
            <Mark tone={TONES[chip]} />{t(`todo.chip.${chip}`)} <b>{first ? count(first.counts[chip] ?? 0) : '…'}</b>
          </button>
        ))}
      </div>
    </div>
  );
}

export function Tools({ url, find, onFind, shown }: { url: TodoUrl; find: string; onFind: (text: string) => void; shown: number }): ReactElement {
  const { t } = useTranslation();
  const { data } = useQuery(questionsQuery);
  return (
    <div className="tools">
      <input className="input" type="search" autoComplete="off" aria-label={t('todo.find')} placeholder={t('todo.find')} value={find} onChange={(event) => onFind(event.target.value)} />
      {data?.groups && data.groups.length > 0 && (
        <select className="input" aria-label={t('todo.group')} value={url.group} onChange={(event) => url.set({ group: event.target.value, task: null })}>
          <option value="">{t('todo.all_groups')}</option>
          {data.groups.map((group) => <option key={group.code} value={group.code}>{group.title}</option>)}
        </select>
      )}
      <select className="input" aria-label={t('todo.sort.label')} value={url.sort} onChange={(event) => url.set({ sort: event.target.value })}>
        {SORTS.map((sort) => <option key={sort} value={sort}>{t(`todo.sort.${sort}`)}</option>)}
      </select>
      <span className="hint shown" role="status">{t('todo.shown', { count: count(shown) })}</span>
    </div>
  );
}

/** What an empty list means, and where to go on. */
export function Nothing({ url, first, searching }: { url: TodoUrl; first: WorkItems; searching: boolean }): ReactElement {
  const { t } = useTranslation();
  if (searching) return <Empty title={t('todo.none_found')} />;
  const month = first.summary.remaining;
  return (
    <Empty title={url.chip === 'today' ? t('todo.none_today') : t('todo.none')}>
      {month > 0 && url.chip !== 'month' && (
        <p>{t('todo.none_month', { count: count(month) })} <button type="button" className="link" onClick={() => url.set({ chip: 'month' })}>{t('todo.see_month')}</button></p>
      )}
      {url.chip && <p><button type="button" className="link" onClick={() => url.set({ chip: null, group: null })}>{t('todo.see_all')}</button></p>}
    </Empty>
  );
}
