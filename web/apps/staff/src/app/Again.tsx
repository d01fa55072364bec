import { createContext, lazy, Suspense, useCallback, useContext, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { isCode } from '../api/problem';

// Few acts ask for it: it is fetched when the first one does.
const AgainDialog = lazy(() => import('./AgainDialog'));

type Ask = () => Promise<boolean>;
const Context = createContext<Ask>(() => Promise.resolve(false));

/**
 * Runs what may need the password shown again: when the server asks for it, so does the page, and then it is tried once
 * more. Rejects with the server's refusal if the person turns away.
 */
export function useAgain(): <T>(act: () => Promise<T>) => Promise<T> {
  const ask = useContext(Context);
  return useCallback(async (act) => {
    try {
      return await act();
    } catch (error) {
      if (!isCode(error, 'access.confirm_again') || !(await ask())) throw error;
      return act();
    }
  }, [ask]);
}

export function AgainProvider({ children }: { children: ReactNode }): ReactElement {
  const [open, setOpen] = useState(false);
  // Whoever asks while the dialog is open waits for the same answer.
  const waiting = useRef<((shown: boolean) => void)[]>([]);
  const ask = useCallback<Ask>(() => new Promise((resolve) => {
    waiting.current.push(resolve);
    setOpen(true);
  }), []);
  const close = (shown: boolean): void => {
    setOpen(false);
    waiting.current.splice(0).forEach((answer) => answer(shown));
  };
  return (
    <Context value={ask}>
      {children}
      {open && <Suspense><AgainDialog onClose={close} /></Suspense>}
    </Context>
  );
}
