import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from './client';
import type { WorkFilter } from './types';

export const questionsQuery = queryOptions({
  queryKey: ['questions'],
  queryFn: ({ signal }) => api.questions(signal),
  staleTime: Infinity,
});

export const workItemsQuery = (filter: Pick<WorkFilter, 'chip' | 'group' | 'sort'>) =>
  infiniteQueryOptions({
    queryKey: ['work-items', filter],
    queryFn: ({ pageParam, signal }) => api.workItems({ ...filter, cursor: pageParam ?? undefined, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

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
