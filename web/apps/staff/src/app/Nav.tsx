import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Icon } from '../ui/Icon';
import { allowed, pagesOf } from './nav';

export function SideNav({ nav }: { nav: string[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className="side" aria-label={t('nav.main')}>
      {allowed(nav).map((group) => (
        <section key={group.code}>
          <h2>{t(`nav.group.${group.code}` as 'nav.group.today')}</h2>
          <ul>
            {group.pages.map((page) => (
              <li key={page.code}>
                <NavLink to={page.to}><Icon name={page.icon} />{t(`nav.${page.code}` as 'nav.todo')}</NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section className="side-end">
        <ul><li><NavLink to="/me"><Icon name="person" />{t('nav.me')}</NavLink></li></ul>
      </section>
    </nav>
  );
}

const TABS = 4;

/** The phone's bottom tabs: the first pages of the role and 我的, which lists the rest. */
export function Tabs({ nav }: { nav: string[] }): ReactElement {
  const { t } = useTranslation();
  const pages = pagesOf(nav);
  const first = [...pages].sort((a, b) => Number(b.code === 'dash') - Number(a.code === 'dash'))
    .slice(0, TABS).sort((a, b) => pages.indexOf(a) - pages.indexOf(b));
  return (
    <nav className="tabs" aria-label={t('nav.bottom')}>
      {[...first.map((page) => ({ to: page.to, title: t(`nav.short.${page.code}` as 'nav.short.todo') })), { to: '/me', title: t('nav.short.me') }].map((tab) => (
        <NavLink key={tab.to} to={tab.to}>{tab.title}</NavLink>
      ))}
    </nav>
  );
}
