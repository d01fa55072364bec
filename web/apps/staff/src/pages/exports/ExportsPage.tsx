import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count, day, instant, joined } from '../../../../../shared/format';
import { api, exportFile } from '../../api/client';
import { exportsQuery } from '../../api/queries';
import type { ExportOrder } from '../../api/types';
import { useSession } from '../../app/session';
import { useAct } from '../../app/useAct';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import type { Tone } from '../../ui/Icon';
import { SideSheet } from '../../ui/SideSheet';
import { Empty, Failed, Waiting } from '../../ui/States';
import { AskExport } from './AskExport';
import { save } from './save';

const TONES: Record<string, Tone> = { asked: 'warn', approved: 'ok', refused: 'bad', expired: 'idle' };

/** Lists that leave as files: asked for by one, approved by another, fetched by the first until they expire. */
export default function ExportsPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('export.title'));
  const { account } = useSession();
  const all = useQuery(exportsQuery);
  const [asking, setAsking] = useState(false);
  const asks = account.rights.includes('export');
  return (
    <div className="page">
      <div className="head-row">
        <h1 ref={heading} tabIndex={-1}>{t('export.title')}</h1>
        {asks && <Button type="primary" onClick={() => setAsking(true)}>{t('export.ask')}</Button>}
      </div>
      <p className="lead">{t('export.lead')}</p>
      {all.isPending && <Waiting rows={3} height={72} />}
      {all.error && <Failed error={all.error} onRetry={() => void all.refetch()} />}
      {all.data?.items.length === 0 && <Empty title={t('export.none')} />}
      {all.data && all.data.items.length > 0 && <ul className="card lines">{all.data.items.map((order) => <Order key={order.id} order={order} />)}</ul>}
      <SideSheet open={asking} onClose={() => setAsking(false)} title={t('export.ask')}>{asking && <AskExport onDone={() => setAsking(false)} />}</SideSheet>
    </div>
  );
}

const DECIDERS = ['security_admin', 'district_manager'];

function Order({ order }: { order: ExportOrder }): ReactElement {
  const { t } = useTranslation();
  const { account, today } = useSession();
  const decide = useAct((approve: boolean) => api.decideExport(order.id, order.version, approve), [['exports']]);
  const fetched = useAct(async () => save(await exportFile(order.id)), [['exports']]);
  // Nobody approves what she asked for herself.
  const decides = order.state === 'asked' && !order.mine && DECIDERS.includes(account.role);
  const error = decide.error ?? fetched.error;
  const what = joined(t(`export.list.${order.list}` as 'export.list.people'), order.division.name, t(`export.format.${order.format}` as 'export.format.xlsx'));
  return (
    <li>
      <div>
        <p><strong>{what}</strong> <Chip tone={TONES[order.state] ?? 'idle'}>{t(`export.state.${order.state}` as 'export.state.asked')}</Chip></p>
        <p>{t('export.why', { reason: order.reason })}</p>
        <p className="hint">
          {joined(t('export.by', { name: order.account_name, at: instant(order.asked_at, today) }), order.clear.length > 0 && t('export.clear', { fields: joined(...order.clear.map((one) => t(`field.${one}` as 'field.phone'))) }),
            order.decided_by && t('export.decided_by', { name: order.decided_by }), t('export.until', { day: day(order.expires_on, today) }), order.rows !== null && t('export.rows', { count: count(order.rows) }), order.fetched > 0 && t('export.fetched', { count: count(order.fetched) }))}
        </p>
        {error && <Failed error={error} />}
      </div>
      <div className="choices-left">
        {decides && <Button type="primary" aria-label={t('export.approve_of', { name: order.account_name })} loading={decide.isPending} onClick={() => decide.mutate(true)}>{t('export.approve')}</Button>}
        {decides && <Button aria-label={t('export.refuse_of', { name: order.account_name })} loading={decide.isPending} onClick={() => decide.mutate(false)}>{t('export.refuse')}</Button>}
        {order.mine && order.state === 'approved' && <Button loading={fetched.isPending} onClick={() => fetched.mutate()}>{t('export.fetch')}</Button>}
      </div>
    </li>
  );
}
