import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { prefs } from '../app/prefs';
import zh from './zh-CN.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

/** Chinese is always there; English is fetched only by those who chose it. Policy texts come from packs, never from here. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await showLocale(prefs.get().locale);
}

export async function showLocale(locale: 'zh-CN' | 'en'): Promise<void> {
  if (locale === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    i18next.addResourceBundle('en', 'translation', (await import('./en.json')).default);
  }
  await i18next.changeLanguage(locale);
}
