import { Button, Popconfirm } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { postingsQuery } from '../../api/queries';
import type { Account } from '../../api/types';
import { roleTitle } from '../../app/roles';
import { useSession } from '../../app/session';
import { useGuarded } from '../../app/useGuarded';
import { useAct } from '../../app/useAct';
import { DivisionPick } from '../../ui/DivisionPick';
import { overlays } from '../../ui/overlays';
import { Failed } from '../../ui/States';
import { RightsField, RoleField, SHORTEST_PASSWORD, TextField } from './fields';

interface Props {
  account: Account;
  all: Account[];
  onClosed: () => void;
}

/** What can be changed about one account; each change is an act of its own in the audit. */
export function AccountSheet({ account, all, onClosed }: Props): ReactElement {
  const { t } = useTranslation();
  const own = useSession().account.division.code;
  const [role, setRole] = useState(account.role);
  const [division, setDivision] = useState(account.division.code);
  const [rights, setRights] = useState(account.rights);
  const [password, setPassword] = useState('');
  const touches = [['accounts'], ['postings']];
  const move = useAct(() => api.setAccountRole(account.id, role, division), touches);
  const allow = useAct(() => api.setAccountRights(account.id, rights), touches);
  const reset = useAct(() => api.resetPassword(account.id, password), touches, () => setPassword(''));
  const drop = useAct(() => api.dropFactor(account.id), touches);
  const close = useAct(() => api.closeAccount(account.id), touches, onClosed);
  const error = [move, allow, reset, drop, close].find((act) => act.error)?.error;
  return (
    <div className="stack sheet-parts">
      <p className="hint">{joined(account.login, roleTitle(account.role, t), account.division.name)}</p>
      {error && <Failed error={error} />}
      <form className="stack" onSubmit={(event) => { event.preventDefault(); move.mutate(); }}>
        <h3>{t('accounts.post')}</h3>
        <RoleField id="account-role" value={role} onChange={setRole} />
        <DivisionPick label={t('accounts.col.division')} from={own} value={division} onChange={setDivision} />
        <p><Button htmlType="submit" loading={move.isPending} disabled={role === '' || (role === account.role && division === account.division.code)}>{t('accounts.save_post')}</Button></p>
      </form>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); allow.mutate(); }}>
        <RightsField value={rights} onChange={setRights} />
        <p><Button htmlType="submit" loading={allow.isPending}>{t('accounts.save_rights')}</Button></p>
      </form>
      <Deputies account={account} all={all} />
      <form className="stack" onSubmit={(event) => { event.preventDefault(); reset.mutate(); }}>
        <TextField id="account-secret" label={t('accounts.reset')} hint={t('password.hint', { count: SHORTEST_PASSWORD })} type="password" max={256} value={password} onChange={setPassword} />
        <p><Button htmlType="submit" loading={reset.isPending} disabled={password.length < SHORTEST_PASSWORD}>{t('password.ok')}</Button></p>
      </form>
      <div className="choices-left">
        {account.second_factor && <Button onClick={() => drop.mutate()} loading={drop.isPending}>{t('accounts.drop_factor')}</Button>}
        <Popconfirm title={t('accounts.close_sure')} okText={t('accounts.close')} cancelText={t('app.cancel')} onConfirm={() => close.mutate()} getPopupContainer={overlays}>
          <Button danger loading={close.isPending}>{t('accounts.close')}</Button>
        </Popconfirm>
      </div>
    </div>
  );
}

/** Who stands in while this person is on leave: from a day to a day, then it ends by itself. */
function Deputies({ account, all }: { account: Account; all: Account[] }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const postings = useGuarded(postingsQuery);
  const [deputy, setDeputy] = useState('');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState('');
  const add = useAct(() => api.addDeputy({ absent: account.id, deputy, from, to }), [['postings']], () => setDeputy(''));
  const end = useAct(api.endPosting, [['postings']]);
  const nameOf = (id: string): string => all.find((one) => one.id === id)?.name ?? id;
  const standing = postings.data?.items.filter((post) => post.stands_for === account.id && (!post.to || post.to >= today)) ?? [];
  const error = add.error ?? end.error;
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
      <h3>{t('deputy.title')}</h3>
      {standing.length > 0 && (
        <ul className="lines">
          {standing.map((post) => (
            <li key={post.id}>
              <p>{joined(nameOf(post.account), `${day(post.from, today)}—${post.to ? day(post.to, today) : ''}`)}</p>
              <button type="button" className="btn" onClick={() => end.mutate(post.id)}>{t('deputy.end')}</button>
            </li>
          ))}
        </ul>
      )}
      <div className="question">
        <label htmlFor="deputy-who">{t('deputy.who')}</label>
        <select id="deputy-who" className="input" value={deputy} onChange={(event) => setDeputy(event.target.value)}>
          <option value="">{t('contact.choose')}</option>
          {all.filter((one) => one.id !== account.id).map((one) => <option key={one.id} value={one.id}>{joined(one.name, one.login, one.division.name)}</option>)}
        </select>
      </div>
      <div className="question-row">
        <TextField id="deputy-from" label={t('deputy.from')} type="date" value={from} onChange={setFrom} />
        <TextField id="deputy-to" label={t('deputy.to')} type="date" value={to} onChange={setTo} />
      </div>
      {error && <Failed error={error} />}
      <p><Button htmlType="submit" disabled={deputy === '' || from === '' || to === ''} loading={add.isPending}>{t('deputy.ok')}</Button></p>
    </form>
  );
}
