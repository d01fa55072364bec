import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let reachable = true;

function set(next: boolean): void {
  if (next === reachable) return;
  reachable = next;
  listeners.forEach((listener) => listener());
}

/** Whether the server was there when last asked. The browser's own word (`navigator.onLine`) only ever says that it is not. */
export const connection = {
  answered: (): void => set(true),
  silent: (): void => set(false),
  get: (): boolean => reachable && navigator.onLine,
  listen(listener: () => void): () => void {
    listeners.add(listener);
    const back = (): void => { reachable = true; listener(); };
    window.addEventListener('offline', listener);
    window.addEventListener('online', back);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('offline', listener);
      window.removeEventListener('online', back);
    };
  },
};

export const useConnected = (): boolean => useSyncExternalStore(connection.listen, connection.get);
