import type { TFunction } from 'i18next';

/** The word for the code of the citizen id's sex digit; unknown when the id gives none. */
export function sexTitle(code: string, t: TFunction): string {
  return code === 'male' || code === 'female' ? t(`person.sex.${code}`) : t('person.sex.unknown');
}
