import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import mark from '../../../assets/mark.svg';
import { api } from '../../api/client';
import { isStatus } from '../../api/problem';
import { home } from '../../app/nav';
import { sessionQuery, useSessionQuery } from '../../app/session';
import { usePage } from '../../app/usePage';
import { draftsOf } from '../todo/drafts';
import { Failed } from '../../ui/States';

export default function SignIn(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('sign.title'));
  const client = useQueryClient();
  const { data: session } = useSessionQuery();
  const from = (useLocation().state as { from?: string } | null)?.from;
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.signIn(account.trim(), password),
    onSuccess: (fresh) => {
      draftsOf(fresh.account.id);
      client.setQueryData(sessionQuery.queryKey, fresh);
    },
  });
  if (session) return <Navigate to={from && from !== '/' ? from : home(session.nav)} replace />;
  return (
    <main className="sign">
      <form className="card" onSubmit={(event) => { event.preventDefault(); signIn.mutate(); }}>
        <p className="brand"><img src={mark} alt="" width="36" height="36" /><span>{t('app.name')}</span></p>
        <h1 ref={heading} tabIndex={-1}>{t('sign.title')}</h1>
        <p className="hint">{t('sign.intro')}</p>
        {signIn.error && (isStatus(signIn.error, 401) || isStatus(signIn.error, 403)
          ? <p className="failed" role="alert">{t('sign.wrong')}</p>
          : <Failed error={signIn.error} safe={t('error.kept')} />)}
        <label htmlFor="account">{t('sign.account')}</label>
        <Input id="account" autoComplete="username" autoFocus value={account} onChange={(event) => setAccount(event.target.value)} required />
        <label htmlFor="password">{t('sign.password')}</label>
        <Input.Password id="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} required />
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>{t('sign.submit')}</Button>
        <p className="hint">{t('sign.help')}</p>
      </form>
    </main>
  );
}
