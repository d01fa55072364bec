import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { instant, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { useAgain } from '../../app/Again';
import { prefs } from '../../app/prefs';
import { useSession } from '../../app/session';
import { Failed, Waiting } from '../../ui/States';

/** Phones that open a shift with a PIN. */
export function Devices(): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const client = useQueryClient();
  const all = useQuery({ queryKey: ['devices'], queryFn: ({ signal }) => api.devices(signal) });
  const revoke = useMutation({ mutationFn: api.revokeDevice, onSuccess: () => client.invalidateQueries({ queryKey: ['devices'] }) });
  if (all.isPending) return <Waiting rows={2} height={48} />;
  if (all.error) return <Failed error={all.error} onRetry={() => void all.refetch()} />;
  return (
    <div className="stack">
      {all.data.items.length === 0 && <p className="hint">{t('device.none')}</p>}
      <ul className="lines">
        {all.data.items.map((device) => (
          <li key={device.id}>
            <div>
              <p><strong>{device.label}</strong></p>
              <p className="hint">{joined(t('device.since', { at: instant(device.bound_at, today) }), device.used_at && t('device.used', { at: instant(device.used_at, today) }))}</p>
            </div>
            <button type="button" className="btn" aria-label={t('device.revoke_of', { label: device.label })} onClick={() => revoke.mutate(device.id)}>{t('device.revoke')}</button>
          </li>
        ))}
      </ul>
      {revoke.error && <Failed error={revoke.error} />}
      <Bind />
    </div>
  );
}

function Bind(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = useAgain();
  const [label, setLabel] = useState('');
  const [pin, setPin] = useState('');
  const bind = useMutation({
    mutationFn: () => again(() => api.bindDevice(label.trim(), pin)),
    onSuccess: () => {
      prefs.set({ bound: true });
      setLabel('');
      setPin('');
      return client.invalidateQueries({ queryKey: ['devices'] });
    },
  });
  return (
    <details>
      <summary>{t('device.bind')}</summary>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); bind.mutate(); }}>
        <p className="hint">{t('device.explain')}</p>
        <div className="question">
          <label htmlFor="device-label">{t('device.label')}</label>
          <input id="device-label" className="input" maxLength={50} value={label} onChange={(event) => setLabel(event.target.value)} />
        </div>
        <div className="question">
          <label htmlFor="device-pin">{t('device.pin')}</label>
          <input id="device-pin" className="input" type="password" autoComplete="new-password" inputMode="numeric" maxLength={6} value={pin} onChange={(event) => setPin(event.target.value)} aria-describedby="device-pin-hint" />
          <p id="device-pin-hint" className="hint">{t('device.pin_hint')}</p>
        </div>
        {bind.error && <Failed error={bind.error} />}
        <p><Button htmlType="submit" disabled={label.trim() === '' || pin.length !== 6} loading={bind.isPending}>{t('device.ok')}</Button></p>
      </form>
    </details>
  );
}
