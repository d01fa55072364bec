// @vitest-environment jsdom
import { act, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { draftsOf, useDraft } from './drafts';

let note = '';
let set: ReturnType<typeof useDraft>[1];
let show: (task: string) => void;

function Pane() {
  const [task, setTask] = useState('a');
  const [draft, change] = useDraft(task);
  [note, set, show] = [draft.note, change, setTask];
  return null;
}

let root: ReturnType<typeof createRoot>;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  draftsOf('周敏');
  root = createRoot(document.createElement('div'));
  act(() => root.render(<Pane />));
});
afterEach(() => {
  act(() => root.unmount());
  draftsOf('');
});

const leaving = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

it('keeps what was typed when another row is opened and the first one again', () => {
  act(() => set({ note: '想做家政' }));
  act(() => show('b'));
  expect(note).toBe('');
  act(() => show('a'));
  expect(note).toBe('想做家政');
});

it('keeps it over a lost session of the same person, and from nobody else', () => {
  act(() => set({ note: '想做家政' }));
  draftsOf('周敏');
  act(() => show('b'));
  act(() => show('a'));
  expect(note).toBe('想做家政');
  draftsOf('李倩');
  act(() => show('b'));
  act(() => show('a'));
  expect(note).toBe('');
});

it('asks before the window is closed over unsaved words, and not after they are saved', () => {
  expect(leaving()).toBe(false);
  act(() => set({ note: '想做家政' }));
  expect(leaving()).toBe(true);
  act(() => set(null));
  expect(leaving()).toBe(false);
});
