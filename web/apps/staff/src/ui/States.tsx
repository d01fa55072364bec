import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError } from '../api/problem';

/** Grey rows of the real height, only once waiting is felt (200 ms). */
export function Waiting({ rows = 6, height = 64 }: { rows?: number; height?: number }): ReactElement {
  const { t } = useTranslation();
  const [felt, setFelt] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setFelt(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="waiting" role="status" aria-label={t('state.loading')}>
      {felt && Array.from({ length: rows }, (_, row) => <div key={row} style={{ height }}><i /></div>)}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }): ReactElement {
  return (
    <div className="empty">
      <p><strong>{title}</strong></p>
      {children}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  /** What is safe, in words: "您填的内容还在". */
  safe?: string;
  onRetry?: () => void;
}

/** A failure in words: what happened, what to do, what is safe, and the number to give to support. */
export function Failed({ error, safe, onRetry }: FailedProps): ReactElement {
  const { t } = useTranslation();
  const known = error instanceof ApiError ? error : null;
  const text = known === null ? t('error.page') : known.status === 0 ? t('error.offline') : known.status === 403 && known.code === 'access.denied' ? t('error.refused')
    : known.message.startsWith('HTTP ') ? t('error.server', { status: known.status }) : known.message;
  return (
    <div className="failed" role="alert">
      <p><strong>{text}</strong>{known?.remedy && <> {known.remedy}</>}</p>
      {safe && <p>{safe}</p>}
      {known && known.items.length > 0 && (
        <ul>{known.items.map((item, at) => <li key={at}>{item.where ? `${item.where}：` : ''}{item.detail} {item.remedy}</li>)}</ul>
      )}
      <p className="failed-foot">
        {known?.code === 'access.second_factor' && <Link to="/me">{t('factor.go')}</Link>}
        {onRetry && <button type="button" className="btn" onClick={onRetry}>{t('error.retry')}</button>}
        {known?.requestId && <span className="hint">{t('error.request', { id: known.requestId })}</span>}
      </p>
    </div>
  );
}
