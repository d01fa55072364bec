import type { TFunction } from 'i18next';

/** The name of a role (domain.md 4); the code itself for one this version does not know. */
export const roleTitle = (role: string, t: TFunction): string => t(`role.${role}` as 'role.community_worker', { defaultValue: role });
