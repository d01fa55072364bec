import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useSession } from '../../app/session';
import { useAct } from '../../app/useAct';
import { DivisionPick } from '../../ui/DivisionPick';
import { Failed } from '../../ui/States';
import { RightsField, RoleField, SHORTEST_PASSWORD, TextField } from './fields';

export function NewAccount({ onDone }: { onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const { account } = useSession();
  const [form, setForm] = useState({ login: '', name: '', role: '', division: account.division.code, password: '' });
  const [rights, setRights] = useState<string[]>([]);
  const set = (part: Partial<typeof form>): void => setForm((old) => ({ ...old, ...part }));
  const create = useAct(() => api.createAccount({ ...form, login: form.login.trim(), name: form.name.trim(), rights }), [['accounts']], onDone);
  const ready = form.login.trim() !== '' && form.name.trim() !== '' && form.role !== '' && form.password.length >= SHORTEST_PASSWORD;
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (ready) create.mutate(); }}>
      <TextField id="new-login" label={t('sign.account')} hint={t('accounts.login_hint')} max={64} value={form.login} onChange={(login) => set({ login })} />
      <TextField id="new-name" label={t('accounts.col.name')} max={50} value={form.name} onChange={(name) => set({ name })} />
      <RoleField id="new-role" value={form.role} onChange={(role) => set({ role })} />
      <DivisionPick label={t('accounts.col.division')} from={account.division.code} value={form.division} onChange={(division) => set({ division })} />
      <RightsField value={rights} onChange={setRights} />
      <TextField id="new-secret" label={t('accounts.first_password')} hint={t('password.hint', { count: SHORTEST_PASSWORD })} type="password" max={256} value={form.password} onChange={(password) => set({ password })} />
      {create.error && <Failed error={create.error} safe={t('error.kept')} />}
      <p><Button type="primary" htmlType="submit" disabled={!ready} loading={create.isPending}>{t('accounts.create')}</Button></p>
    </form>
  );
}
