import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Questions } from '../../api/types';
import { Choice } from '../../ui/Choice';
import { reached, type Act, type Draft, type Field } from './draft';

interface Props {
  draft: Draft;
  questions: Questions;
  wrong: Field[];
  onChange: (part: Partial<Draft>) => void;
}

const ACTS: Act[] = ['briefing', 'guidance', 'job'];
const NOTE_LIMIT = 300;

export function ContactFields({ draft, questions, wrong, onChange }: Props): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const talked = reached(draft, questions);
  const error = (field: Field): string | undefined => (wrong.includes(field) ? t(`contact.need.${field}`) : undefined);
  const coded = (list: { code: string; title: string }[]) => list.map(({ code, title }) => ({ value: code, title }));
  const toggle = (act: Act): void => onChange({ acts: draft.acts.includes(act) ? draft.acts.filter((other) => other !== act) : ACTS.filter((other) => other === act || draft.acts.includes(other)) });
  return (
    <>
      <Choice legend={t('contact.channel')} options={coded(questions.channels)} value={draft.channel} onChange={(channel) => onChange({ channel })} error={error('channel')} />
      <Choice legend={t('contact.result')} options={coded(questions.results)} value={draft.result} onChange={(result) => onChange({ result })} error={error('result')} />
      {talked && questions.statuses.length > 0 && (
        <div className="question">
          <label htmlFor={`${id}-status`}>{t('contact.status')}</label>
          <select id={`${id}-status`} className={error('status') ? 'input wrong' : 'input'} value={draft.status ?? ''} onChange={(event) => onChange({ status: event.target.value || null })}
            aria-invalid={error('status') ? true : undefined} aria-describedby={`${id}-status-hint`}>
            <option value="">{t('contact.choose')}</option>
            {questions.statuses.map((status) => <option key={status.code} value={status.code}>{status.title}</option>)}
          </select>
          <p id={`${id}-status-hint`} className={error('status') ? 'field-error' : 'hint'}>{error('status') ?? t('contact.status_hint')}</p>
        </div>
      )}
      {talked && (
        <fieldset className="choice">
          <legend>{t('contact.done')}</legend>
          <div className="choice-row">
            {ACTS.map((act) => (
              <label key={act} className={draft.acts.includes(act) ? 'on' : ''}>
                <input type="checkbox" checked={draft.acts.includes(act)} onChange={() => toggle(act)} />
                <span>{t(`contact.act.${act}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {talked && draft.acts.includes('job') && (
        <div className="question">
          <label htmlFor={`${id}-reason`}>{t('contact.reason')}</label>
          <textarea id={`${id}-reason`} className={error('reason') ? 'input wrong' : 'input'} rows={2} maxLength={NOTE_LIMIT} value={draft.reason}
            onChange={(event) => onChange({ reason: event.target.value })} aria-describedby={`${id}-reason-hint`} aria-invalid={error('reason') ? true : undefined} />
          <p id={`${id}-reason-hint`} className={error('reason') ? 'field-error' : 'hint'}>{error('reason') ?? t('contact.reason_hint')}</p>
        </div>
      )}
      <div className="question">
        <label htmlFor={`${id}-note`}>{t('contact.note')}</label>
        <textarea id={`${id}-note`} className="input" rows={2} maxLength={NOTE_LIMIT} value={draft.note} placeholder={t('contact.note_hint')}
          onChange={(event) => onChange({ note: event.target.value })} />
      </div>
    </>
  );
}
