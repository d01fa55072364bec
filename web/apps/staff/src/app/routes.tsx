import { createBrowserRouter, type RouteObject } from 'react-router';
import { Waiting } from '../ui/States';
import { Home, Lost, Shell } from './Shell';
import { Broken } from './Broken';

type Page = () => Promise<{ default: React.ComponentType }>;

const page = (path: string, load: Page): RouteObject => ({ path, lazy: async () => ({ Component: (await load()).default }), ErrorBoundary: Broken });

export const router = createBrowserRouter(
  [
    { HydrateFallback: () => <Waiting />, ...page('/signin', () => import('../pages/signin/SignIn')) },
    { HydrateFallback: () => <Waiting />, ...page('/own', () => import('../pages/own/OwnPage')) },
    {
      path: '/',
      Component: Shell,
      ErrorBoundary: Broken,
      HydrateFallback: () => <Waiting />,
      children: [
        { index: true, Component: Home },
        page('todo', () => import('../pages/todo/TodoPage')),
        page('people', () => import('../pages/people/PeoplePage')),
        page('people/:id', () => import('../pages/person/PersonPage')),
        page('dash', () => import('../pages/dash/DashPage')),
        page('ind/:code', () => import('../pages/indicator/IndicatorPage')),
        page('reports', () => import('../pages/reports/ReportsPage')),
        page('benefit', () => import('../pages/benefit/BenefitPage')),
        page('screen', () => import('../pages/screen/ScreenPage')),
        page('me', () => import('../pages/me/MePage')),
        page('find', () => import('../pages/find/FindPage')),
        page('access', () => import('../pages/access/AccountsPage')),
        page('agreements', () => import('../pages/agreements/AgreementsPage')),
        page('corrections', () => import('../pages/corrections/CorrectionsPage')),
        page('audit', () => import('../pages/audit/AuditPage')),
        page('exports', () => import('../pages/exports/ExportsPage')),
        { path: '*', Component: Lost },
      ],
    },
  ],
  { basename: '/s' },
);
