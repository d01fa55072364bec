import { Button } from 'antd';
import { useDeferredValue, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count, joined } from '../../../../../shared/format';
import { accountsQuery } from '../../api/queries';
import type { Account } from '../../api/types';
import { roleTitle } from '../../app/roles';
import { useGuarded } from '../../app/useGuarded';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import { SideSheet } from '../../ui/SideSheet';
import { Empty, Failed, Waiting } from '../../ui/States';
import { AccountSheet } from './AccountSheet';
import { NewAccount } from './NewAccount';

/** Who may enter, as what and where. The security administrator sees accounts, never people's data. */
export default function AccountsPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('accounts.title'));
  const all = useGuarded(accountsQuery);
  const [find, setFind] = useState('');
  const wanted = useDeferredValue(find.trim());
  const [open, setOpen] = useState<string | null>(null);
  const shown = all.data?.items.filter((one) => (one.login + one.name + one.division.name + roleTitle(one.role, t)).includes(wanted)) ?? [];
  const chosen = all.data?.items.find((one) => one.id === open);
  return (
    <div className="page">
      <div className="head-row">
        <h1 ref={heading} tabIndex={-1}>{t('accounts.title')}</h1>
        <Button type="primary" onClick={() => setOpen('new')}>{t('accounts.new')}</Button>
      </div>
      <p className="lead">{t('accounts.lead')}</p>
      <div className="tools">
        <input className="input wide" type="search" autoComplete="off" value={find} onChange={(event) => setFind(event.target.value)} aria-label={t('accounts.find')} placeholder={t('accounts.find')} />
        {all.data && <span className="hint shown" role="status">{t('accounts.count', { count: count(shown.length) })}</span>}
      </div>
      {all.isPending && <Waiting rows={8} height={44} />}
      {all.error && <Failed error={all.error} onRetry={() => void all.refetch()} />}
      {all.data && shown.length === 0 && <Empty title={t('people.none')} />}
      {shown.length > 0 && <Table items={shown} onOpen={setOpen} />}
      <SideSheet open={open !== null} onClose={() => setOpen(null)} title={chosen ? chosen.name : t('accounts.new')}>
        {open === 'new' && <NewAccount onDone={() => setOpen(null)} />}
        {chosen && <AccountSheet account={chosen} all={all.data?.items ?? []} onClosed={() => setOpen(null)} />}
      </SideSheet>
    </div>
  );
}

function Table({ items, onOpen }: { items: Account[]; onOpen: (id: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <section className="card flush" aria-label={t('accounts.title')}>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('accounts.title')}>
        <table className="table">
          <thead><tr><th scope="col">{t('accounts.col.name')}</th><th scope="col">{t('accounts.col.role')}</th><th scope="col">{t('accounts.col.division')}</th><th scope="col">{t('accounts.col.factor')}</th><th scope="col" className="num">{t('todo.column.act')}</th></tr></thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <th scope="row" className="whole"><strong>{one.name}</strong> <span className="hint">{one.login}</span></th>
                <td>{joined(roleTitle(one.role, t), ...one.rights.map((right) => t(`right.${right}` as 'right.export')))}</td>
                <td>{one.division.name}</td>
                <td>{one.second_factor ? <Chip tone="ok">{t('factor.on')}</Chip> : <Chip tone="idle">{t('factor.off')}</Chip>}</td>
                <td className="num"><button type="button" className="btn" aria-label={t('accounts.manage_of', { name: one.name, login: one.login })} onClick={() => onOpen(one.id)}>{t('accounts.manage')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
