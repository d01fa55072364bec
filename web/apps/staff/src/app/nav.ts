import type { Session } from '../api/types';
import type { IconName } from '../ui/Icon';

export interface NavPage {
  code: string;
  to: string;
  icon: IconName;
  /** g + this letter goes there. */
  key: string;
}

export interface NavGroup {
  code: string;
  pages: NavPage[];
}

const GROUPS: NavGroup[] = [
  { code: 'today', pages: [{ code: 'todo', to: '/todo', icon: 'list', key: 'w' }] },
  {
    code: 'service',
    pages: [
      { code: 'find', to: '/find', icon: 'person', key: 'f' },
      { code: 'people', to: '/people', icon: 'people', key: 'p' },
      { code: 'corrections', to: '/corrections', icon: 'page', key: 'o' },
    ],
  },
  {
    code: 'policy',
    pages: [
      { code: 'screen', to: '/screen', icon: 'funnel', key: 's' },
      { code: 'benefit', to: '/benefit', icon: 'coin', key: 'b' },
    ],
  },
  {
    code: 'progress',
    pages: [
      { code: 'dash', to: '/dash', icon: 'chart', key: 'd' },
      { code: 'reports', to: '/reports', icon: 'page', key: 'r' },
    ],
  },
  {
    code: 'guard',
    pages: [
      { code: 'access', to: '/access', icon: 'key', key: 'a' },
      { code: 'agreements', to: '/agreements', icon: 'seal', key: 'x' },
      { code: 'exports', to: '/exports', icon: 'down', key: 'e' },
      { code: 'audit', to: '/audit', icon: 'eye', key: 'u' },
    ],
  },
];

/** Roles that decide on exports and that see agreements, beside the pages the server names (domain.md 4). */
const SECOND_PERSONS = ['security_admin', 'district_manager'];
const CORRECTIONS = ['street_worker', 'district_manager', 'window_clerk'];
const AGREEMENTS = ['security_admin', 'auditor', 'district_manager', 'city_promotion'];

/** The codes of the pages of a session, in no order. */
export function pageCodes({ nav, account }: Session): string[] {
  const codes = [...nav];
  if (SECOND_PERSONS.includes(account.role) || account.rights.includes('export')) codes.push('exports');
  if (CORRECTIONS.includes(account.role)) codes.push('corrections');
  if (AGREEMENTS.includes(account.role)) codes.push('agreements');
  return codes;
}

/** The groups with at least one page the session may open; nothing is shown greyed. */
export function allowed(codes: readonly string[]): NavGroup[] {
  return GROUPS.map((group) => ({ ...group, pages: group.pages.filter((page) => codes.includes(page.code)) })).filter(
    (group) => group.pages.length > 0,
  );
}

export const pagesOf = (codes: readonly string[]): NavPage[] => allowed(codes).flatMap((group) => group.pages);

/** Where a person lands after signing in. */
export const home = (codes: readonly string[]): string => pagesOf(codes)[0]?.to ?? '/me';
