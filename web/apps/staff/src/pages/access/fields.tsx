import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { roleTitle } from '../../app/roles';

/** Staff roles in the order of domain.md 4. Which ones exclude each other is the server's to say. */
export const ROLES = ['city_promotion', 'district_manager', 'street_worker', 'community_worker', 'window_clerk', 'reviewer1', 'reviewer2', 'payer', 'agency_worker', 'station_worker', 'auditor', 'security_admin', 'operator'] as const;
export const RIGHTS = ['link_review', 'export', 'recognition'] as const;
export const SHORTEST_PASSWORD = 12;

export function RoleField({ id, value, onChange }: { id: string; value: string; onChange: (role: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="question">
      <label htmlFor={id}>{t('accounts.col.role')}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('contact.choose')}</option>
        {ROLES.map((role) => <option key={role} value={role}>{roleTitle(role, t)}</option>)}
      </select>
    </div>
  );
}

export function RightsField({ value, onChange }: { value: string[]; onChange: (rights: string[]) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <fieldset className="choice">
      <legend>{t('accounts.rights')}</legend>
      <div className="choice-row loose">
        {RIGHTS.map((right) => (
          <label key={right} className={value.includes(right) ? 'on' : ''}>
            <input type="checkbox" checked={value.includes(right)} onChange={() => onChange(value.includes(right) ? value.filter((other) => other !== right) : [...value, right])} />
            <span>{t(`right.${right}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface TextProps {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  type?: 'text' | 'date' | 'password';
  max?: number;
}

export function TextField({ id, label, value, onChange, hint, type = 'text', max = 100 }: TextProps): ReactElement {
  return (
    <div className="question">
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" type={type} autoComplete={type === 'password' ? 'new-password' : 'off'} maxLength={type === 'date' ? undefined : max} value={value}
        onChange={(event) => onChange(event.target.value)} aria-describedby={hint ? `${id}-hint` : undefined} />
      {hint && <p id={`${id}-hint`} className="hint">{hint}</p>}
    </div>
  );
}
