import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../../../../../shared/format';
import { api } from '../../api/client';
import { useSession } from '../../app/session';
import { Empty, Failed } from '../../ui/States';

const PATIENCE_S = 60;

/** Nothing was computed for this day: ask for it, or see the latest. The page shows itself once the figures are there. */
export function RunMissing({ asOf, onLatest }: { asOf: string | null; onLatest: () => void }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const client = useQueryClient();
  const [waited, setWaited] = useState(0);
  const [key] = useState(() => crypto.randomUUID());
  const wanted = asOf ?? today;
  const run = useMutation({ mutationFn: () => api.runIndicators(wanted, key), onSuccess: () => setWaited(1) });
  useEffect(() => {
    if (waited === 0 || waited > PATIENCE_S) return undefined;
    const timer = setTimeout(() => {
      setWaited(waited + 2);
      void client.invalidateQueries({ queryKey: ['indicators'] });
    }, 2000);
    return () => clearTimeout(timer);
  }, [waited, client]);
  return (
    <Empty title={t('dash.no_run', { day: day(wanted) })}>
      {run.error && <Failed error={run.error} />}
      <p role="status">{waited > 0 && t(waited > PATIENCE_S ? 'dash.still_running' : 'dash.running')}</p>
      <p className="choices">
        <button type="button" className="btn primary" disabled={run.isPending || run.isSuccess} onClick={() => run.mutate()}>{t('dash.run')}</button>
        {asOf && <button type="button" className="btn" onClick={onLatest}>{t('dash.latest')}</button>}
      </p>
    </Empty>
  );
}
