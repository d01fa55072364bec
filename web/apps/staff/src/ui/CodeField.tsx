import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** Six digits of the authenticator, or a recovery code; can be pasted (WCAG 3.3.8). */
export function CodeField({ id, value, onChange }: { id: string; value: string; onChange: (code: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="question">
      <label htmlFor={id}>{t('sign.code')}</label>
      <input id={id} className="input" autoComplete="one-time-code" inputMode="numeric" maxLength={32} value={value} onChange={(event) => onChange(event.target.value)} aria-describedby={`${id}-hint`} />
      <p id={`${id}-hint`} className="hint">{t('sign.code_hint')}</p>
    </div>
  );
}
