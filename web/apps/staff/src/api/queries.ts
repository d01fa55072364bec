import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from './client';
import type { WorkFilter } from './types';

export const questionsQuery = queryOptions({
  queryKey: ['questions'],
  queryFn: ({ signal }) => api.questions(signal),
  staleTime: Infinity,
});

const PAGE = 200;

/** The work list, or with a text what is found in it. The list just shown stays until the next one has come. */
export const workItemsQuery = (filter: Pick<WorkFilter, 'chip' | 'group' | 'sort'>, text: string) =>
  infiniteQueryOptions({
    queryKey: ['work-items', filter, text],
    queryFn: ({ pageParam, signal }) => {
      const page = { ...filter, cursor: pageParam ?? undefined, limit: PAGE };
      return text ? api.searchWorkItems({ ...page, text }, signal) : api.workItems(page, signal);
    },
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const accountsQuery = { queryKey: ['accounts'], read: (signal: AbortSignal) => api.accounts(signal) };
export const postingsQuery = { queryKey: ['postings'], read: (signal: AbortSignal) => api.postings(signal) };
export const agreementsQuery = queryOptions({ queryKey: ['agreements'], queryFn: ({ signal }) => api.agreements(signal) });
export const exportsQuery = queryOptions({ queryKey: ['exports'], queryFn: ({ signal }) => api.exports(signal) });
export const divisionQuery = (code: string) => queryOptions({ queryKey: ['division', code], queryFn: ({ signal }) => api.division(code, signal), staleTime: Infinity });
export const clauseQuery = (id: string) => queryOptions({ queryKey: ['clause', id], queryFn: ({ signal }) => api.clause(id, signal), staleTime: Infinity });

/** The pack's title of a target group; the code itself until the catalogue has come. */
export function useGroupTitle(): (code: string) => string {
  const { data } = useQuery(questionsQuery);
  const groups = data?.groups;
  return useCallback((code) => groups?.find((group) => group.code === code)?.title ?? code, [groups]);
}

/** The pack's title of a channel. */
export function useChannelTitle(): (code: string) => string {
  const { data } = useQuery(questionsQuery);
  const channels = data?.channels;
  return useCallback((code) => channels?.find((channel) => channel.code === code)?.title ?? code, [channels]);
}
