import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Determination } from '../api/types';
import { Chip } from './Chip';
import type { Tone } from './Icon';

const TONES: Record<Determination['outcome'], Tone> = {
  eligible: 'ok', undetermined: 'ask', not_eligible: 'idle', error: 'bad', not_in_force: 'idle',
};

/** 符合, 待核 with the number of facts to ask, 不符合. A rule that failed is shown as failed, never as "not eligible". */
export function Verdict({ outcome, missing }: { outcome: Determination['outcome']; missing: number }): ReactElement {
  const { t } = useTranslation();
  return <Chip tone={TONES[outcome]}>{outcome === 'undetermined' && missing > 0 ? t('verdict.ask', { count: missing }) : t(`verdict.${outcome}`)}</Chip>;
}
