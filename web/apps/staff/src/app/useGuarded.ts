import { useQuery, type QueryKey } from '@tanstack/react-query';
import { useAgain } from './Again';

/** Reads what the server shows only shortly after the password was typed; asks for it where needed. */
export function useGuarded<T>(query: { queryKey: QueryKey; read: (signal: AbortSignal) => Promise<T> }, enabled = true) {
  const again = useAgain();
  return useQuery({ queryKey: query.queryKey, queryFn: ({ signal }) => again(() => query.read(signal)), enabled });
}
