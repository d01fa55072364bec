import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from './Chip';
import type { Tone } from './Icon';

const TONES = {
  eligible: 'ok', undetermined: 'ask', not_eligible: 'idle', error: 'bad', not_in_force: 'idle',
} as const satisfies Record<string, Tone>;

type Outcome = keyof typeof TONES;
const known = (outcome: string): Outcome => (outcome in TONES ? (outcome as Outcome) : 'error');

/** 符合, 待核 with the number of facts to ask, 不符合. A rule that failed is shown as failed, never as "not eligible". */
export function Verdict({ outcome, missing }: { outcome: string; missing: number }): ReactElement {
  const { t } = useTranslation();
  return <Chip tone={TONES[known(outcome)]}>{outcome === 'undetermined' && missing > 0 ? t('verdict.ask', { count: missing }) : t(`verdict.${known(outcome)}`)}</Chip>;
}
