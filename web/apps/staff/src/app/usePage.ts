import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Sets the window's title and moves focus to the page's h1, so that a screen reader hears where it is.
 * Titles name the page, never a person: history and shared screens leak them.
 */
export function usePage(name: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const { t } = useTranslation();
  const product = t('app.name');
  useEffect(() => {
    document.title = `${name}，${product}`;
  }, [name, product]);
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('nav')) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
