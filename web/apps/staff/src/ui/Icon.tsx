import type { ReactElement } from 'react';

// Own 1.5-px line icons on a 20-px grid: nothing to load, one weight everywhere.
const PATHS = {
  list: 'M3 5h14M3 10h14M3 15h9',
  people: 'M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c0-3 2.5-5 5.5-5s5.5 2 5.5 5M13 3.4a3 3 0 0 1 0 5.3M15 12.4c1.9.8 3 2.5 3 4.6',
  funnel: 'M3 4h14l-5.5 6.5V16l-3 1.5v-7L3 4Z',
  coin: 'M10 2v16M14 5.5C13 4.4 11.6 4 10 4 7.5 4 6 5.2 6 7c0 4.2 8 1.8 8 6 0 1.8-1.6 3-4 3-1.8 0-3.2-.6-4.2-1.8',
  chart: 'M3 17h14M5 17V9M10 17V4M15 17v-6',
  page: 'M5 2.5h7l3.5 3.5v11.5h-10.5ZM12 2.5V6h3.5M7.5 10h5M7.5 13h5',
  person: 'M10 9.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM3.5 17.5c0-3.5 3-5.5 6.5-5.5s6.5 2 6.5 5.5',
  close: 'M5 5l10 10M15 5L5 15',
  phone: 'M5 3h3l1.5 4-2 1.5c1 2 2.5 3.5 4.5 4.5l1.5-2 4 1.5v3c0 1-1 1.5-2 1.5C9 16.5 3.5 11 3 5c0-1 1-2 2-2Z',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6Z',
  key: 'M12.5 11a4.2 4.2 0 1 0-3.7-2.2L3 14.6V17h2.6v-2H8v-2.2l1.8-1.6M13.6 6.4h.1',
  seal: 'M5 2.5h7l3 3V10M5 2.5v15h5M7.5 8h5M7.5 11h3M14 18.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z',
  eye: 'M1.8 10S4.8 4.6 10 4.6 18.2 10 18.2 10 15.2 15.4 10 15.4 1.8 10 1.8 10ZM10 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Z',
  down: 'M10 3v10M6 9.5l4 4 4-4M3.5 17h13',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

const MARKS = {
  bad: <rect x="1.5" y="1.5" width="9" height="9" />,
  warn: <path d="M6 1l5.5 10H.5Z" />,
  ok: <path className="stroke" d="M1.5 6.5l3 3 6-7" />,
  ask: (
    <>
      <circle className="stroke thin" cx="6" cy="6" r="4.8" />
      <path d="M6 1.2a4.8 4.8 0 0 0 0 9.6Z" />
    </>
  ),
  new: <path d="M6 .5L11.5 6 6 11.5.5 6Z" />,
  idle: <circle className="stroke thin" cx="6" cy="6" r="4.5" />,
} as const;

export type Tone = keyof typeof MARKS;

/** The shape that goes with a state's colour and word, so that colour is never the only sign. */
export function Mark({ tone }: { tone: Tone }): ReactElement {
  return (
    <svg className="mark" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {MARKS[tone]}
    </svg>
  );
}
