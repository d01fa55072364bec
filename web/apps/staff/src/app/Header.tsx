import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import mark from '../../assets/mark.svg';
import type { Session } from '../api/types';
import { home, pageCodes } from './nav';

export function Header({ session }: { session: Session }): ReactElement {
  const { t } = useTranslation();
  const { campaign, account } = session;
  return (
    <header className="top">
      <Link className="brand" to={home(pageCodes(session))} aria-label={t('app.home')}>
        <img src={mark} alt="" width="28" height="28" />
        <span>{t('app.name')}</span>
      </Link>
      {campaign && campaign.days > 0 && (
        <p className="campaign">
          <span>{campaign.title}</span>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect className="ground" width="100" height="6" rx="3" />
            <rect className="done" width={Math.min(100, Math.max(0, (campaign.day / campaign.days) * 100))} height="6" rx="3" />
          </svg>
          <span className="hint">{t('app.campaign_day', { day: campaign.day, days: campaign.days })}</span>
        </p>
      )}
      {session.nav.includes('people') ? <SearchBox /> : <span className="grow" />}
      <Link className="who" to="/me">{t('app.who', { name: account.name, division: account.division.name })}</Link>
    </header>
  );
}

/** Finds people by POST: what is typed goes into the history's state, never into the address. */
function SearchBox(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  return (
    <form className="search" role="search" onSubmit={(event) => {
      event.preventDefault();
      if (text.trim()) void navigate('/people', { state: { search: text.trim() } });
      setText('');
    }}>
      <input id="search" className="input" type="search" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)}
        aria-label={t('app.search_label')} placeholder={t('app.search')} />
    </form>
  );
}
