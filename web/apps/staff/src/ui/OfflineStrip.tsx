import { useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { connection, useConnected } from '../app/connection';

const AGAIN_MS = 5000;

/** Says that there is no network for as long as there is none, and that what was typed is safe; reads anew when it is back. */
export function OfflineStrip(): ReactElement | null {
  const { t } = useTranslation();
  const client = useQueryClient();
  const connected = useConnected();
  useEffect(() => {
    if (connected) return undefined;
    // /healthz and not the session: asking must not keep a session alive that nobody uses.
    const timer = setInterval(() => {
      fetch('/healthz', { cache: 'no-store' }).then(() => {
        connection.answered();
        void client.invalidateQueries();
      }, () => undefined);
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [connected, client]);
  return <div className="offline" role="status">{connected ? null : <p><strong>{t('offline.title')}</strong> {t('offline.text')}</p>}</div>;
}
