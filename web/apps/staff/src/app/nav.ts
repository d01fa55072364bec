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
  { code: 'service', pages: [{ code: 'people', to: '/people', icon: 'people', key: 'p' }] },
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
];

/** The groups with at least one page the session may open; nothing is shown greyed. */
export function allowed(codes: readonly string[]): NavGroup[] {
  return GROUPS.map((group) => ({ ...group, pages: group.pages.filter((page) => codes.includes(page.code)) })).filter(
    (group) => group.pages.length > 0,
  );
}

export const pagesOf = (codes: readonly string[]): NavPage[] => allowed(codes).flatMap((group) => group.pages);

/** Where a person lands after signing in. */
export const home = (codes: readonly string[]): string => pagesOf(codes)[0]?.to ?? '/me';
