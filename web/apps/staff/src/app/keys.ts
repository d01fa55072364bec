import { useEffect, useLayoutEffect, useRef } from 'react';
import { prefs } from './prefs';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Where arrows and Enter mean nothing else: the page itself or a list. */
const neutral = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.matches('main, h1, [role=table]'));

/**
 * Binds keys for as long as the component is shown: "j", "Ctrl+Enter", or "g w" for one key after another.
 * Single letters are ignored while typing, under an open dialog, and when the person switched them off (WCAG 2.1.4).
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let before = '';
    let at = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const held = event.ctrlKey || event.metaKey;
      const name = (held ? 'Ctrl+' : '') + event.key;
      const letter = !held && event.key.length === 1;
      if (!held && !letter && !neutral(event.target)) return;
      if (letter && (typing(event.target) || !prefs.get().letterKeys || document.querySelector('[role=dialog]'))) return;
      const pair = event.timeStamp - at < 1200 ? `${before} ${event.key}` : '';
      const act = latest.current[pair] ?? latest.current[name];
      before = event.key;
      at = event.timeStamp;
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
