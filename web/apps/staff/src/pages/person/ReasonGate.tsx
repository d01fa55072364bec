import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const SHORTEST = 4;

/** A role that opens people only for a stated reason says it here, once a person; the audit keeps it. */
export function ReasonGate({ onGive }: { onGive: (reason: string) => void }): ReactElement {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <form className="card stack reason" onSubmit={(event) => { event.preventDefault(); onGive(reason.trim()); }}>
      <p>{t('reason.explain')}</p>
      <div className="question">
        <label htmlFor="open-reason">{t('find.reason')}</label>
        <input id="open-reason" className="input" autoComplete="off" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="open-reason-hint" />
        <p id="open-reason-hint" className="hint">{t('find.reason_hint')}</p>
      </div>
      <p><Button type="primary" htmlType="submit" disabled={reason.trim().length < SHORTEST}>{t('reason.ok')}</Button></p>
    </form>
  );
}
