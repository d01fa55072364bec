import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import mark from '../../../assets/mark.svg';
import { api } from '../../api/client';
import { isCode } from '../../api/problem';
import type { Session } from '../../api/types';
import { home, pageCodes } from '../../app/nav';
import { prefs, usePrefs } from '../../app/prefs';
import { sessionQuery, useSessionQuery } from '../../app/session';
import { usePage } from '../../app/usePage';
import { draftsOf } from '../todo/drafts';
import { CodeField } from '../../ui/CodeField';
import { Failed } from '../../ui/States';

export default function SignIn(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('sign.title'));
  const client = useQueryClient();
  const { data: session } = useSessionQuery();
  const { bound } = usePrefs();
  const [byPin, setByPin] = useState(bound);
  const from = (useLocation().state as { from?: string } | null)?.from;
  const enter = (fresh: Session): void => {
    draftsOf(fresh.account.id);
    client.setQueryData(sessionQuery.queryKey, fresh);
  };
  if (session) return <Navigate to={from && from !== '/' ? from : home(pageCodes(session))} replace />;
  return (
    <main className="sign">
      <section className="card">
        <p className="brand"><img src={mark} alt="" width="36" height="36" /><span>{t('app.name')}</span></p>
        <h1 ref={heading} tabIndex={-1}>{t('sign.title')}</h1>
        <p className="hint">{t(byPin ? 'sign.intro_pin' : 'sign.intro')}</p>
        {byPin ? <PinForm onEnter={enter} onUnbound={() => { prefs.set({ bound: false }); setByPin(false); }} /> : <PasswordForm onEnter={enter} />}
        {bound && <p><button type="button" className="link" onClick={() => setByPin(!byPin)}>{t(byPin ? 'sign.use_password' : 'sign.use_pin')}</button></p>}
        <p className="hint">{t('sign.help')}</p>
      </section>
    </main>
  );
}

interface FormProps {
  onEnter: (session: Session) => void;
}

function PasswordForm({ onEnter }: FormProps): ReactElement {
  const { t } = useTranslation();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useMutation({ mutationFn: () => api.signIn(account.trim(), password, code.trim()), onSuccess: onEnter });
  const { error } = signIn;
  const [asked, setAsked] = useState(false);
  if (!asked && isCode(error, 'access.code_needed')) setAsked(true);
  return (
    <form onSubmit={(event) => { event.preventDefault(); signIn.mutate(); }}>
      {error && !isCode(error, 'access.code_needed') && (isCode(error, 'access.sign_in')
        ? <p className="failed" role="alert">{t('sign.wrong')}</p>
        : <Failed error={error} safe={t('error.kept')} />)}
      {asked ? (
        <>
          <p role="status">{t('sign.code_needed', { account: account.trim() })}</p>
          <CodeField id="code" value={code} onChange={setCode} />
        </>
      ) : (
        <>
          <label htmlFor="account">{t('sign.account')}</label>
          <Input id="account" autoComplete="username" autoFocus value={account} onChange={(event) => setAccount(event.target.value)} required />
          <label htmlFor="password">{t('sign.password')}</label>
          <Input.Password id="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} required />
        </>
      )}
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>{t('sign.submit')}</Button>
      {asked && <p><button type="button" className="link" onClick={() => { setAsked(false); setCode(''); signIn.reset(); }}>{t('sign.other')}</button></p>}
    </form>
  );
}

function PinForm({ onEnter, onUnbound }: FormProps & { onUnbound: () => void }): ReactElement {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.signInWithPin(pin),
    onSuccess: onEnter,
    onError: (error) => { if (isCode(error, 'access.device_unknown')) onUnbound(); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); signIn.mutate(); }}>
      {signIn.error && <Failed error={signIn.error} />}
      <label htmlFor="pin">{t('sign.pin')}</label>
      <input id="pin" className="input" type="password" autoComplete="off" inputMode="numeric" maxLength={6} autoFocus value={pin} onChange={(event) => setPin(event.target.value)} />
      <Button type="primary" htmlType="submit" block disabled={pin.length !== 6} loading={signIn.isPending}>{t('sign.submit')}</Button>
    </form>
  );
}
