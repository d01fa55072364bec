import { queryOptions } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../../api/client';

export const indicatorsQuery = (scope: string | null, asOf: string | null) =>
  queryOptions({
    queryKey: ['indicators', scope, asOf],
    queryFn: ({ signal }) => api.indicators(scope ?? undefined, asOf ?? undefined, signal),
  });

export interface DashUrl {
  scope: string | null;
  ind: string | null;
  asOf: string | null;
  /** The same page with something changed, as an address. */
  to: (change: { scope?: string | null; ind?: string | null; as_of?: string | null }, path?: string) => string;
  set: (change: { scope?: string | null; ind?: string | null; as_of?: string | null }) => void;
}

export function useDashUrl(): DashUrl {
  const [params, setParams] = useSearchParams();
  const merged = useCallback((change: object): URLSearchParams => {
    const next = new URLSearchParams(params);
    for (const [key, value] of Object.entries(change) as [string, string | null][]) value ? next.set(key, value) : next.delete(key);
    return next;
  }, [params]);
  return {
    scope: params.get('scope'),
    ind: params.get('ind'),
    asOf: params.get('as_of'),
    to: (change, path = '/dash') => `${path}?${merged(change).toString()}`,
    set: (change) => setParams(merged(change)),
  };
}
