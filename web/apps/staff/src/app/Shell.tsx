import { Suspense, useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation, useNavigate } from 'react-router';
import type { Session } from '../api/types';
import { ClauseProvider } from '../ui/Clause';
import { OfflineStrip } from '../ui/OfflineStrip';
import { Empty, Failed, Waiting } from '../ui/States';
import { Header } from './Header';
import { useKeys } from './keys';
import { usePhone } from './media';
import { home, pagesOf } from './nav';
import { SideNav, Tabs } from './Nav';
import { SessionContext, useSession, useSessionQuery } from './session';
import { usePage } from './usePage';

/** Everything around a page once somebody is signed in; otherwise the way to the sign-in page. */
export function Shell(): ReactElement {
  const { data, error, refetch, isPending } = useSessionQuery();
  const location = useLocation();
  if (isPending) return <Waiting rows={8} />;
  if (error && !data) return <div className="page"><Failed error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <Navigate to="/signin" replace state={{ from: location.pathname + location.search }} />;
  return (
    <SessionContext value={data}>
      <ClauseProvider>
        <Frame session={data} />
      </ClauseProvider>
    </SessionContext>
  );
}

function Frame({ session }: { session: Session }): ReactElement {
  const { t } = useTranslation();
  const phone = usePhone();
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const go = Object.fromEntries(pagesOf(session.nav).map((page) => [`g ${page.key}`, () => void navigate(page.to)]));
  useKeys({ ...go, '/': () => document.getElementById('search')?.focus() });
  useEffect(() => {
    if (main.current) main.current.scrollTop = 0;
  }, [pathname]);
  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t('app.skip')}</a>
      <Header session={session} />
      <OfflineStrip />
      {!phone && <SideNav nav={session.nav} />}
      <main id="main" ref={main} tabIndex={0}>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      {phone && <Tabs nav={session.nav} />}
    </div>
  );
}

export function Home(): ReactElement {
  return <Navigate to={home(useSession().nav)} replace />;
}

export function Lost(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('lost.title'));
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('lost.title')}</h1>
      <Empty title={t('lost.text')} />
    </div>
  );
}
