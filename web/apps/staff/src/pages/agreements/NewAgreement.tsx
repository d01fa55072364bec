import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { accountsQuery } from '../../api/queries';
import { useSession } from '../../app/session';
import { useGuarded } from '../../app/useGuarded';
import { useAct } from '../../app/useAct';
import { Choice } from '../../ui/Choice';
import { DivisionPick } from '../../ui/DivisionPick';
import { Failed } from '../../ui/States';
import { TextField } from '../access/fields';

export const PURPOSES = ['service', 'find', 'review', 'pay', 'report', 'audit'] as const;
export const FIELDS = ['name', 'citizen_id', 'phone', 'address', 'groups', 'services', 'notes', 'entitlement', 'amount'] as const;
type Kind = 'agency' | 'audit';
/** Who may be named: an agreement with an agency lists its people, a mandate auditors. */
const NAMED: Record<Kind, string> = { agency: 'agency_worker', audit: 'auditor' };

export function NewAgreement({ onDone }: { onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const { account, today } = useSession();
  const accounts = useGuarded(accountsQuery);
  const [kind, setKind] = useState<Kind | null>(null);
  const [form, setForm] = useState({ number: '', party: '', other_party: '', from: today, to: '', division: account.division.code });
  const [purposes, setPurposes] = useState<string[]>([]);
  const [fields, setFields] = useState<string[]>([]);
  const [people, setPeople] = useState<string[]>([]);
  const set = (part: Partial<typeof form>): void => setForm((old) => ({ ...old, ...part }));
  const draft = useAct(() => api.draftAgreement({
    kind: kind ?? 'agency', number: form.number.trim(), party: form.party.trim(), other_party: form.other_party.trim(), purposes, fields, divisions: [form.division], people, from: form.from, to: form.to,
  }), [['agreements']], onDone);
  const may = accounts.data?.items.filter((one) => kind && one.role === NAMED[kind]) ?? [];
  const ready = kind !== null && form.number.trim() !== '' && form.party.trim() !== '' && form.other_party.trim() !== '' && form.to !== '' && purposes.length > 0 && fields.length > 0 && people.length > 0;
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (ready) draft.mutate(); }}>
      <Choice legend={t('agreement.kind_label')} value={kind} onChange={(value) => { setKind(value as Kind); setPeople([]); }} options={[{ value: 'agency', title: t('agreement.kind.agency') }, { value: 'audit', title: t('agreement.kind.audit') }]} />
      <TextField id="agreement-number" label={t('agreement.number')} max={64} value={form.number} onChange={(number) => set({ number })} />
      <TextField id="agreement-party" label={t('agreement.party')} value={form.party} onChange={(party) => set({ party })} />
      <TextField id="agreement-other" label={t('agreement.other_party')} value={form.other_party} onChange={(other_party) => set({ other_party })} />
      <Several legend={t('agreement.purposes')} options={PURPOSES.map((value) => ({ value, title: t(`purpose.${value}`) }))} value={purposes} onChange={setPurposes} />
      <Several legend={t('agreement.fields')} options={FIELDS.map((value) => ({ value, title: t(`field.${value}`) }))} value={fields} onChange={setFields} />
      <DivisionPick label={t('agreement.divisions')} from={account.division.code} value={form.division} onChange={(division) => set({ division })} />
      {kind && (may.length > 0
        ? <Several legend={t('agreement.people')} options={may.map((one) => ({ value: one.id, title: joined(one.name, one.login) }))} value={people} onChange={setPeople} />
        : <p className="hint">{t('agreement.nobody')}</p>)}
      <div className="question-row">
        <TextField id="agreement-from" label={t('agreement.from')} type="date" value={form.from} onChange={(from) => set({ from })} />
        <TextField id="agreement-to" label={t('agreement.to')} type="date" value={form.to} onChange={(to) => set({ to })} />
      </div>
      {draft.error && <Failed error={draft.error} safe={t('error.kept')} />}
      <p><Button type="primary" htmlType="submit" disabled={!ready} loading={draft.isPending}>{t('agreement.draft')}</Button></p>
    </form>
  );
}

interface SeveralProps {
  legend: string;
  options: { value: string; title: string }[];
  value: string[];
  onChange: (value: string[]) => void;
}

export function Several({ legend, options, value, onChange }: SeveralProps): ReactElement {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      <div className="choice-row loose">
        {options.map((option) => (
          <label key={option.value} className={value.includes(option.value) ? 'on' : ''}>
            <input type="checkbox" checked={value.includes(option.value)} onChange={() => onChange(value.includes(option.value) ? value.filter((one) => one !== option.value) : [...value, option.value])} />
            <span>{option.title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
