import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { divisionQuery } from '../api/queries';

interface Props {
  label: string;
  /** The highest office that can be chosen. */
  from: string;
  value: string;
  onChange: (code: string) => void;
}

/** One select a level, from the office given down to the one wanted; stopping early chooses the office reached. */
export function DivisionPick({ label, from, value, onChange }: Props): ReactElement {
  const steps = path(from, value);
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div className="question-row">{steps.map((code, at) => <Level key={code} code={code} chosen={steps[at + 1] ?? ''} onChange={onChange} />)}</div>
    </fieldset>
  );
}

const LENGTHS = [6, 9, 12];

/** The codes from `from` to `value`: district 6, street 9, community 12 digits; the city is a district code ending in 0000. */
export function path(from: string, value: string): string[] {
  const reached = from.endsWith('0000') ? 0 : from.length;
  return [from, ...LENGTHS.filter((length) => length > reached && value.length >= length && value !== from).map((length) => value.slice(0, length))];
}

function Level({ code, chosen, onChange }: { code: string; chosen: string; onChange: (code: string) => void }): ReactElement | null {
  const { t } = useTranslation();
  const { data } = useQuery(divisionQuery(code));
  if (!data) return null;
  if (data.children.length === 0) return null;
  return (
    <select className="input" aria-label={t('pick.below', { name: data.name })} value={chosen} onChange={(event) => onChange(event.target.value || code)}>
      <option value="">{data.name}</option>
      {data.children.map((child) => <option key={child.code} value={child.code}>{child.name}</option>)}
    </select>
  );
}
