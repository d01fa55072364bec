import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../../../../shared/format';
import { useSession } from '../app/session';

/** Says that the page shows a past day. Today's page has no band. */
export function AsOfBand({ asOf }: { asOf: string }): ReactElement | null {
  const { t } = useTranslation();
  const { today } = useSession();
  if (!asOf || asOf === today) return null;
  return <p className="band" role="note">{t('asof.band', { day: day(asOf) })}</p>;
}
