import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count, day, joined } from '../../../../../shared/format';
import { agreementsQuery } from '../../api/queries';
import type { Agreement } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import type { Tone } from '../../ui/Icon';
import { SideSheet } from '../../ui/SideSheet';
import { Empty, Failed, Waiting } from '../../ui/States';
import { AgreementSheet } from './AgreementSheet';
import { NewAgreement } from './NewAgreement';

const TONES: Record<string, Tone> = { drafted: 'idle', waiting: 'idle', active: 'ok', suspended: 'warn', expired: 'bad', terminated: 'idle', data_returned: 'idle' };

/** An agreement's state, and a warning before it ends: access ends with it by itself. */
export function AgreementChip({ of }: { of: Agreement }): ReactElement {
  const { t } = useTranslation();
  if (of.ends_soon && of.days_left !== null) return <Chip tone="warn">{t('agreement.ends_soon', { days: of.days_left })}</Chip>;
  return <Chip tone={TONES[of.status] ?? 'idle'}>{t(`agreement.status.${of.status}` as 'agreement.status.active')}</Chip>;
}

export default function AgreementsPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('agreement.title'));
  const { account, today } = useSession();
  const manages = account.role === 'security_admin';
  const all = useQuery(agreementsQuery);
  const [open, setOpen] = useState<string | null>(null);
  const items = all.data?.items ?? [];
  const chosen = items.find((one) => one.id === open);
  return (
    <div className="page">
      <div className="head-row">
        <h1 ref={heading} tabIndex={-1}>{t('agreement.title')}</h1>
        {manages && <Button type="primary" onClick={() => setOpen('new')}>{t('agreement.new')}</Button>}
      </div>
      <p className="lead">{t('agreement.lead')}</p>
      {all.data && all.data.ending_soon > 0 && <p className="band" role="note">{t('agreement.soon', { count: count(all.data.ending_soon) })}</p>}
      {all.isPending && <Waiting rows={4} height={72} />}
      {all.error && <Failed error={all.error} onRetry={() => void all.refetch()} />}
      {all.data && items.length === 0 && <Empty title={t('agreement.none')}>{manages && <p>{t('agreement.none_text')}</p>}</Empty>}
      {items.length > 0 && (
        <ul className="card lines">
          {items.map((one) => (
            <li key={one.id}>
              <div>
                <p><strong>{one.other_party}</strong> <AgreementChip of={one} /> {one.destruction_due && <Chip tone="bad">{t('agreement.destruction_due')}</Chip>}</p>
                <p className="hint">{joined(t(`agreement.kind.${one.kind}` as 'agreement.kind.agency'), one.number, `${day(one.from, today)}—${day(one.to, today)}`, t('agreement.people_count', { count: one.people.length }))}</p>
              </div>
              <button type="button" className="btn" aria-label={t('agreement.open_of', { party: one.other_party, number: one.number })} onClick={() => setOpen(one.id)}>{t('agreement.open')}</button>
            </li>
          ))}
        </ul>
      )}
      <SideSheet open={open !== null} onClose={() => setOpen(null)} title={chosen ? chosen.other_party : t('agreement.new')}>
        {open === 'new' && <NewAgreement onDone={() => setOpen(null)} />}
        {chosen && <AgreementSheet agreement={chosen} manages={manages} />}
      </SideSheet>
    </div>
  );
}
