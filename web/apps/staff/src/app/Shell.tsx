import { lazy, Suspense, useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation, useNavigate } from 'react-router';
import type { Session } from '../api/types';
import { ClauseProvider } from '../ui/Clause';
import { Watermark } from '../ui/Watermark';
import { OfflineStrip } from '../ui/OfflineStrip';
import { Empty, Failed, Waiting } from '../ui/States';
import { AgainProvider } from './Again';
import { Header } from './Header';
import { useKeys } from './keys';
import { usePhone } from './media';
import { home, pageCodes, pagesOf } from './nav';
import { SideNav, Tabs } from './Nav';
import { SessionContext, useSession, useSessionQuery } from './session';
import { usePage } from './usePage';
import { draftsOf } from '../pages/todo/drafts';

// Most sign-ins of a campaign pass it by.
const ConfirmPage = lazy(() => import('../pages/confirm/ConfirmPage'));

/** Pages with people's names carry who looks at them and when. */
const NAMES = /^\/(todo|find|people|ind|benefit|exports|audit)\b/;

const CITIZENS = ['seeker', 'founder'];

/** Everything around a page once somebody is signed in; otherwise the way to the sign-in page. */
export function Shell(): ReactElement {
  const { data, error, refetch, isPending } = useSessionQuery();
  const location = useLocation();
  if (isPending) return <Waiting rows={8} />;
  if (error && !data) return <div className="page"><Failed error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <Navigate to="/signin" replace state={{ from: location.pathname + location.search }} />;
  if (CITIZENS.includes(data.account.role)) return <Navigate to="/own" replace />;
  return (
    <SessionContext value={data}>
      <ClauseProvider>
        <AgainProvider>
          <Frame session={data} />
        </AgainProvider>
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
  const go = Object.fromEntries(pagesOf(pageCodes(session)).map((page) => [`g ${page.key}`, () => void navigate(page.to)]));
  useKeys({ ...go, '/': () => document.getElementById('search')?.focus() });
  // A window that was loaded anew knows whose words it holds, so that a lost session of hers loses none.
  useEffect(() => draftsOf(session.account.id), [session.account.id]);
  useEffect(() => {
    if (main.current) main.current.scrollTop = 0;
  }, [pathname]);
  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t('app.skip')}</a>
      <Header session={session} />
      <OfflineStrip />
      {!phone && <SideNav nav={pageCodes(session)} />}
      <main id="main" ref={main} tabIndex={0}>
        <Suspense fallback={<Waiting />}>
          {session.standing.confirmed || pathname === '/me' ? <Outlet /> : <ConfirmPage />}
        </Suspense>
      </main>
      {NAMES.test(pathname) && <Watermark />}
      {phone && <Tabs nav={pageCodes(session)} />}
    </div>
  );
}

export function Home(): ReactElement {
  return <Navigate to={home(pageCodes(useSession()))} replace />;
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
