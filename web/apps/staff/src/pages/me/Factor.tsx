import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, QRCode } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useAgain } from '../../app/Again';
import { sessionQuery, useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { CodeField } from '../../ui/CodeField';
import { Failed } from '../../ui/States';

/** The one-time code: a secret goes to the phone's authenticator by QR, holds once the phone has shown a right code. */
export function Factor(): ReactElement {
  const { t } = useTranslation();
  const { standing } = useSession();
  const client = useQueryClient();
  const again = useAgain();
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => again(api.beginFactor), gcTime: 0 });
  const confirm = useMutation({ mutationFn: () => again(() => api.confirmFactor(code.trim())), gcTime: 0 });
  const done = (): void => {
    begin.reset();
    confirm.reset();
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  if (confirm.data) {
    return (
      <div className="stack" role="status">
        <p><Chip tone="ok">{t('factor.on')}</Chip> {t('factor.recovery')}</p>
        <ul className="recovery">{confirm.data.recovery_codes.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
        <p><Button onClick={done}>{t('factor.kept')}</Button></p>
      </div>
    );
  }
  if (begin.data) {
    return (
      <form className="stack" onSubmit={(event) => { event.preventDefault(); confirm.mutate(); }}>
        <p>{t('factor.scan')}</p>
        <div className="qr" role="img" aria-label={t('factor.qr')}><div aria-hidden="true"><QRCode type="svg" value={begin.data.uri} size={184} bordered={false} errorLevel="M" /></div></div>
        <p className="hint">{t('factor.by_hand')} <code className="secret">{begin.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
        <CodeField id="factor-code" value={code} onChange={setCode} />
        {confirm.error && <Failed error={confirm.error} />}
        <p className="choices-left"><Button type="primary" htmlType="submit" disabled={code.trim() === ''} loading={confirm.isPending}>{t('factor.confirm')}</Button> <Button onClick={() => begin.reset()}>{t('app.cancel')}</Button></p>
      </form>
    );
  }
  return (
    <div className="stack">
      {standing.second_factor
        ? <p><Chip tone="ok">{t('factor.on')}</Chip> {t('factor.lost')}</p>
        : <p><Chip tone={standing.second_factor_due ? 'warn' : 'idle'}>{t('factor.off')}</Chip> {t('factor.why')}</p>}
      {begin.error && <Failed error={begin.error} />}
      {!standing.second_factor && <p><Button onClick={() => begin.mutate()} loading={begin.isPending}>{t('factor.begin')}</Button></p>}
    </div>
  );
}
