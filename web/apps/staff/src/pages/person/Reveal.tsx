import { useMutation } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { Choice } from '../../ui/Choice';
import { overlays } from '../../ui/overlays';
import { Failed } from '../../ui/States';

export type RevealField = 'citizen_id' | 'phone' | 'address';

const PURPOSES = ['call', 'check', 'window', 'other'] as const;

/**
 * Shows one masked value in full after a stated purpose. The server writes down who saw what and why.
 * The value lives in this component's memory only, for the seconds the server allows, and is never printed.
 */
export function Reveal({ person, field, onClose }: { person: string; field: RevealField; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [left, setLeft] = useState(0);
  const show = useMutation({
    mutationFn: () => api.reveal(person, field, purpose ?? '', reason.trim() || t(`reveal.purpose.${(purpose ?? 'other') as 'other'}`)),
    onSuccess: (shown) => setLeft(shown.expires_in),
    gcTime: 0,
  });
  const { reset } = show;
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => (left === 1 ? (reset(), onClose()) : setLeft(left - 1)), 1000);
    return () => clearTimeout(timer);
  }, [left, onClose, reset]);
  const ready = purpose !== null && (purpose !== 'other' || reason.trim().length >= 4);
  const name = t(`person.${field}`);
  return (
    <Modal open getContainer={overlays} title={t('reveal.title', { field: name })} onCancel={onClose} destroyOnHidden
      okText={t('reveal.ok')} cancelText={t(left > 0 ? 'reveal.done' : 'app.cancel')} onOk={() => show.mutate()}
      okButtonProps={{ disabled: !ready, loading: show.isPending, style: left > 0 ? { display: 'none' } : undefined }}>
      {left > 0 && show.data ? (
        <div className="revealed" aria-live="polite">
          <p className="revealed-value">{show.data.value}</p>
          <p className="hint">{t('reveal.left', { seconds: left })}</p>
        </div>
      ) : (
        <>
          <p>{t('reveal.explain')}</p>
          <Choice legend={t('reveal.why')} value={purpose} onChange={setPurpose} options={PURPOSES.map((value) => ({ value, title: t(`reveal.purpose.${value}`) }))} />
          {purpose === 'other' && (
            <div className="question">
              <label htmlFor="reveal-reason">{t('reveal.reason')}</label>
              <input id="reveal-reason" className="input" value={reason} maxLength={100} onChange={(event) => setReason(event.target.value)} aria-describedby="reveal-hint" />
              <p id="reveal-hint" className="hint">{t('reveal.reason_hint')}</p>
            </div>
          )}
          {show.error && <Failed error={show.error} />}
        </>
      )}
    </Modal>
  );
}
