import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../api/client';
import type { NewEntry, Recorded } from '../../api/types';

/**
 * Writes the entries of one contact in order. Every entry keeps its key until all are written, so pressing save again
 * after a broken line sends what is left and repeats nothing; a changed entry gets a new key.
 */
export function useRecord(person: string) {
  const client = useQueryClient();
  const sent = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: async (entries: NewEntry[]): Promise<Recorded[]> => {
      const written: Recorded[] = [];
      for (const entry of entries) {
        const text = JSON.stringify(entry);
        const key = sent.current.get(text) ?? crypto.randomUUID();
        sent.current.set(text, key);
        written.push(await api.record(person, entry, key));
      }
      sent.current.clear();
      return written;
    },
    onSettled: () => {
      for (const queryKey of [['work-items'], ['person', person], ['indicators']]) void client.invalidateQueries({ queryKey });
    },
  });
}
