import { useCallback, useEffect, useState } from 'react';
import { EMPTY, type Draft } from './draft';

// What was typed outlives the row, the page and a lost session, for as long as the window is open. It is never stored:
// a sentence about somebody has no place on a shared computer's disk.
const kept = new Map<string, Draft>();
let owner = '';

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

function guard(): void {
  if (kept.size > 0) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
}

function keep(task: string, draft: Draft): void {
  if (JSON.stringify(draft) === JSON.stringify(EMPTY)) kept.delete(task);
  else kept.set(task, draft);
  guard();
}

/** Somebody signed in: what another person typed in this window is gone. */
export function draftsOf(account: string): void {
  if (account !== owner) kept.clear();
  owner = account;
  guard();
}

/** The unsaved contact of a task; `change` with null when it is saved. */
export function useDraft(task: string): [Draft, (part: Partial<Draft> | null) => void] {
  const [draft, setDraft] = useState<Draft>(() => kept.get(task) ?? EMPTY);
  useEffect(() => setDraft(kept.get(task) ?? EMPTY), [task]);
  const change = useCallback((part: Partial<Draft> | null) => {
    const next = part ? { ...(kept.get(task) ?? EMPTY), ...part } : EMPTY;
    keep(task, next);
    setDraft(next);
  }, [task]);
  return [draft, change];
}
