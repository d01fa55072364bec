import type { TFunction } from 'i18next';

/** A fact's value where the server sends it raw: yes and no in words, nothing as nothing. */
export function valueText(value: unknown, t: TFunction): string {
  if (value === true) return t('fact.yes');
  if (value === false) return t('fact.no');
  return value === null || value === undefined ? '' : String(value);
}
