import type { ReactElement } from 'react';
import { pct, ratio } from '../../../../shared/format';

interface Props {
  numerator: number;
  denominator: number;
  /** In basis points, drawn as a tick at its place; 10000 is the right end. */
  target?: number | null;
  label: string;
  slim?: boolean;
}

export function Bullet({ numerator, denominator, target, label, slim }: Props): ReactElement {
  const done = Math.round(ratio(numerator, denominator) * 1000) / 10;
  return (
    <svg className={slim ? 'bullet slim' : 'bullet'} viewBox="0 0 100 10" preserveAspectRatio="none" role="img"
      aria-label={`${label} ${pct(numerator, denominator)}`}>
      <rect className="ground" x="0" y="1" width="100" height="8" />
      <rect className="done" x="0" y="1" width={done} height="8" />
      {target !== null && target !== undefined && target > 0 && <rect className="tick" x={Math.min(99, target / 100 - 1)} y="0" width="1" height="10" />}
    </svg>
  );
}
