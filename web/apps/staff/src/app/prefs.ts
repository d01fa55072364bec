import { useSyncExternalStore } from 'react';
import { speak } from '../../../../shared/format';

/** What one person sets on one device. Nothing personal: it stays in the browser and is never sent. */
export interface Prefs {
  large: boolean;
  letterKeys: boolean;
  locale: 'zh-CN' | 'en';
  /** Somebody bound this phone: the sign-in page offers the PIN. */
  bound: boolean;
}

const KEY = 'leye.prefs';
const INITIAL: Prefs = { large: false, letterKeys: true, locale: 'zh-CN', bound: false };

function read(): Prefs {
  try {
    return { ...INITIAL, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Prefs>) };
  } catch {
    return INITIAL;
  }
}

let current = read();
const listeners = new Set<() => void>();

function show(): void {
  document.documentElement.classList.toggle('large', current.large);
  document.documentElement.lang = current.locale;
  speak(current.locale);
}

export const prefs = {
  get: (): Prefs => current,
  set(change: Partial<Prefs>): void {
    current = { ...current, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(current));
    } catch {
      // Private windows may refuse storage: the setting then lasts as long as the page.
    }
    show();
    listeners.forEach((listener) => listener());
  },
  listen(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  start: show,
};

export function usePrefs(): Prefs {
  return useSyncExternalStore(prefs.listen, prefs.get);
}
