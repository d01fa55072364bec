import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Chip } from '../../api/types';

export const CHIPS: Chip[] = ['overdue', 'today', 'help', 'fact', 'month', 'done'];
export const SORTS = ['due', 'place', 'oldest'] as const;
export type Sort = (typeof SORTS)[number];

export interface TodoUrl {
  chip: Chip | null;
  group: string;
  sort: Sort;
  task: string | null;
  set: (change: Partial<Record<'chip' | 'group' | 'sort' | 'task', string | null>>) => void;
}

/** The address is the list's whole state: filters, order and the row in the side pane. Never a name. */
export function useTodoUrl(): TodoUrl {
  const [params, setParams] = useSearchParams();
  const set = useCallback<TodoUrl['set']>((change) => {
    setParams((old) => {
      const next = new URLSearchParams(old);
      for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
      return next;
    }, { replace: true });
  }, [setParams]);
  const text = params.toString();
  return useMemo(() => {
    const url = new URLSearchParams(text);
    return {
      chip: CHIPS.find((chip) => chip === url.get('chip')) ?? null,
      group: url.get('group') ?? '',
      sort: SORTS.find((sort) => sort === url.get('sort')) ?? 'due',
      task: url.get('task'),
      set,
    };
  }, [text, set]);
}
