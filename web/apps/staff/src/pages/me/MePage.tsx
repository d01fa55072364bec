import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { pageCodes, pagesOf } from '../../app/nav';
import { prefs, usePrefs } from '../../app/prefs';
import { forgetReasons } from '../../app/reasons';
import { roleTitle } from '../../app/roles';
import { sessionQuery, useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { showLocale } from '../../i18n';
import { draftsOf } from '../todo/drafts';
import { Choice } from '../../ui/Choice';
import { Icon } from '../../ui/Icon';
import { Failed } from '../../ui/States';
import { Devices } from './Devices';
import { Factor } from './Factor';
import { Password } from './Password';
import { Posts } from './Posts';
import { Sessions } from './Sessions';

const KEYS = ['search', 'go', 'move', 'contact', 'save', 'close'] as const;

export default function MePage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('nav.me'));
  const session = useSession();
  const { account } = session;
  const { large, letterKeys, locale } = usePrefs();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: api.signOut,
    onSuccess: () => {
      draftsOf('');
      forgetReasons();
      client.clear();
      client.setQueryData(sessionQuery.queryKey, null);
      void navigate('/signin', { replace: true });
    },
  });
  return (
    <div className="page me">
      <h1 ref={heading} tabIndex={-1}>{account.name} <small>{joined(account.division.name, roleTitle(account.role, t))}</small></h1>
      <nav className="card" aria-label={t('me.pages')}>
        <h2>{t('me.pages')}</h2>
        <ul className="me-pages">{pagesOf(pageCodes(session)).map((page) => <li key={page.code}><Link className="btn" to={page.to}><Icon name={page.icon} />{t(`nav.${page.code}` as 'nav.todo')}</Link></li>)}</ul>
      </nav>
      <Posts />
      <section className="card" aria-labelledby="me-factor"><h2 id="me-factor">{t('factor.title')}</h2><Factor /></section>
      <section className="card" aria-labelledby="me-sessions"><h2 id="me-sessions">{t('session.title')}</h2><Sessions /><Password /></section>
      <section className="card" aria-labelledby="me-devices"><h2 id="me-devices">{t('device.title')}</h2><Devices /></section>
      <section className="card" aria-labelledby="me-look">
        <h2 id="me-look">{t('me.look')}</h2>
        <Choice legend={t('me.size')} value={large ? 'large' : 'normal'} onChange={(value) => prefs.set({ large: value === 'large' })} options={[{ value: 'normal', title: t('me.normal') }, { value: 'large', title: t('me.large') }]} />
        <Choice legend={t('me.language')} value={locale} onChange={(value) => { const next = value as 'zh-CN' | 'en'; prefs.set({ locale: next }); void showLocale(next); }} options={[{ value: 'zh-CN', title: '中文' }, { value: 'en', title: 'English' }]} />
        <Choice legend={t('me.letters')} hint={t('me.letters_hint')} value={letterKeys ? 'on' : 'off'} onChange={(value) => prefs.set({ letterKeys: value === 'on' })} options={[{ value: 'on', title: t('me.on') }, { value: 'off', title: t('me.off') }]} />
      </section>
      <section className="card" aria-labelledby="me-keys">
        <h2 id="me-keys">{t('me.keys')}</h2>
        <dl className="keys-list">{KEYS.map((key) => <div key={key}><dt><kbd>{t(`me.key.${key}.key`)}</kbd></dt><dd>{t(`me.key.${key}.what`)}</dd></div>)}</dl>
      </section>
      {leave.error && <Failed error={leave.error} />}
      <Button onClick={() => leave.mutate()} loading={leave.isPending}>{t('me.leave')}</Button>
    </div>
  );
}
