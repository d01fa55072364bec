import type { ReactElement, ReactNode } from 'react';
import { Mark, type Tone } from './Icon';

/** A state: shape, colour and word together. */
export function Chip({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return (
    <span className={`chip ${tone}`}>
      <Mark tone={tone} />
      {children}
    </span>
  );
}

export function Tag({ children }: { children: ReactNode }): ReactElement {
  return <span className="tag">{children}</span>;
}
