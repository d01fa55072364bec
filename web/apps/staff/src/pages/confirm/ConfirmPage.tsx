import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { sessionQuery, useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Failed, Waiting } from '../../ui/States';

/** What stands before the first page of a campaign: the duties of confidentiality, read and confirmed by each user. */
export default function ConfirmPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('confirm.title'));
  const client = useQueryClient();
  const { account, campaign } = useSession();
  const [read, setRead] = useState(false);
  const notice = useQuery({ queryKey: ['notice', 'confidentiality'], queryFn: ({ signal }) => api.notice('confidentiality', signal) });
  const confirm = useMutation({
    mutationFn: (digest: string) => api.confirmConfidentiality(digest),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    // The text has changed since it was read: show the new one and ask again.
    onError: () => { setRead(false); void notice.refetch(); },
  });
  return (
    <div className="page confirm">
      <h1 ref={heading} tabIndex={-1}>{t('confirm.title')}</h1>
      <p className="lead">{t('confirm.lead', { name: account.name, campaign: campaign?.title ?? '' })}</p>
      {notice.isPending && <Waiting rows={6} height={40} />}
      {notice.error && <Failed error={notice.error} onRetry={() => void notice.refetch()} />}
      {notice.data && (
        <section className="card stack" aria-label={t('confirm.text')}>
          <div className="notice">{notice.data.text.split('\n').filter(Boolean).map((line, at) => <p key={at}>{line}</p>)}</div>
          <p className="hint">{t('confirm.version', { version: notice.data.version })}</p>
          <label className="tick"><input type="checkbox" checked={read} onChange={(event) => setRead(event.target.checked)} /> {t('confirm.read')}</label>
          {confirm.error && <Failed error={confirm.error} />}
          <p><Button type="primary" size="large" disabled={!read} loading={confirm.isPending} onClick={() => confirm.mutate(notice.data.digest)}>{t('confirm.ok')}</Button></p>
        </section>
      )}
    </div>
  );
}
