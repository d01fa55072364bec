import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { instant, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { Failed, Waiting } from '../../ui/States';

/** Where this account is signed in, and the way to end what one does not know. */
export function Sessions(): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const client = useQueryClient();
  const all = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => api.sessions(signal) });
  const reread = { onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }) };
  const end = useMutation({ mutationFn: api.endSession, ...reread });
  const others = useMutation({ mutationFn: api.endOtherSessions, ...reread });
  if (all.isPending) return <Waiting rows={2} height={48} />;
  if (all.error) return <Failed error={all.error} onRetry={() => void all.refetch()} />;
  const error = end.error ?? others.error;
  return (
    <div className="stack">
      <ul className="lines">
        {all.data.items.map((one) => (
          <li key={one.id}>
            <div>
              <p><strong>{t(`session.strength.${one.strength}` as 'session.strength.password')}</strong> {one.current && <Chip tone="ok">{t('session.current')}</Chip>}</p>
              <p className="hint">{joined(one.network && t('session.from', { network: one.network }), t('session.since', { at: instant(one.created_at, today) }), t('session.seen', { at: instant(one.seen_at, today) }))}</p>
            </div>
            {!one.current && <button type="button" className="btn" aria-label={t('session.end_of', { at: instant(one.created_at, today) })} onClick={() => end.mutate(one.id)}>{t('session.end')}</button>}
          </li>
        ))}
      </ul>
      {error && <Failed error={error} />}
      {all.data.items.length > 1 && <p><button type="button" className="btn" onClick={() => others.mutate()}>{t('session.end_others')}</button></p>}
    </div>
  );
}
