import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count, day, instant, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { accountsQuery } from '../../api/queries';
import type { Agreement, AgreementStep } from '../../api/types';
import { useSession } from '../../app/session';
import { useGuarded } from '../../app/useGuarded';
import { useAct } from '../../app/useAct';
import { Empty, Failed, Waiting } from '../../ui/States';
import { TextField } from '../access/fields';
import { AgreementChip } from './AgreementsPage';

/** The steps open in a state; the server refuses every other one. */
const STEPS: Record<string, AgreementStep[]> = { active: ['suspend', 'terminate'], waiting: ['terminate'], suspended: ['resume', 'terminate'], expired: ['destroyed'], terminated: ['destroyed'] };
const BYTES_LIMIT = 8 * 1024 * 1024;

export function AgreementSheet({ agreement, manages }: { agreement: Agreement; manages: boolean }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const move = useAct((step: AgreementStep) => api.moveAgreement(agreement.id, agreement.version, step), [['agreements']]);
  const steps = (STEPS[agreement.status] ?? []).filter((step) => step !== 'destroyed' || agreement.destruction_due);
  return (
    <div className="stack sheet-parts">
      <p><AgreementChip of={agreement} /></p>
      <dl className="pairs">
        <dt>{t('agreement.number')}</dt><dd>{agreement.number}</dd>
        <dt>{t('agreement.party')}</dt><dd>{agreement.party}</dd>
        <dt>{t('agreement.valid')}</dt><dd>{day(agreement.from)}—{day(agreement.to)}</dd>
        <dt>{t('agreement.signed_on')}</dt><dd>{agreement.signed_on ? day(agreement.signed_on) : t('agreement.unsigned')}</dd>
        <dt>{t('agreement.purposes')}</dt><dd>{joined(...agreement.purposes.map((one) => t(`purpose.${one}` as 'purpose.service')))}</dd>
        <dt>{t('agreement.fields')}</dt><dd>{joined(...agreement.fields.map((one) => t(`field.${one}` as 'field.name')))}</dd>
        <dt>{t('agreement.divisions')}</dt><dd>{joined(...agreement.divisions.map((one) => one.name))}</dd>
      </dl>
      {agreement.has_scan && <p><a href={`/api/v1/agreements/${agreement.id}/scan`} target="_blank" rel="noreferrer">{t('agreement.scan')}</a></p>}
      {manages && agreement.status === 'drafted' && <Sign agreement={agreement} />}
      {manages && steps.length > 0 && (
        <div className="choices-left">
          {steps.map((step) => <Button key={step} danger={step === 'terminate'} loading={move.isPending} onClick={() => move.mutate(step)}>{t(`agreement.step.${step}`)}</Button>)}
        </div>
      )}
      {move.error && <Failed error={move.error} />}
      <People agreement={agreement} manages={manages} />
      <section>
        <h3>{t('agreement.reads')}</h3>
        <Reads id={agreement.id} today={today} />
      </section>
    </div>
  );
}

/** A signed copy makes it hold. The file is checked and sealed by the server. */
function Sign({ agreement }: { agreement: Agreement }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const [on, setOn] = useState(today);
  const [file, setFile] = useState<File | null>(null);
  const sign = useAct(async () => api.signAgreement(agreement.id, agreement.version, on, await base64(file as File)), [['agreements']]);
  const large = file !== null && file.size > BYTES_LIMIT;
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (file && !large) sign.mutate(); }}>
      <h3>{t('agreement.sign')}</h3>
      <TextField id="agreement-signed" label={t('agreement.signed_on')} type="date" value={on} onChange={setOn} />
      <div className="question">
        <label htmlFor="agreement-file">{t('agreement.file')}</label>
        <input id="agreement-file" className="input" type="file" accept="application/pdf,image/png,image/jpeg" onChange={(event) => setFile(event.target.files?.[0] ?? null)} aria-describedby="agreement-file-hint" />
        <p id="agreement-file-hint" className={large ? 'field-error' : 'hint'}>{t('agreement.file_hint')}</p>
      </div>
      {sign.error && <Failed error={sign.error} />}
      <p><Button type="primary" htmlType="submit" disabled={!file || large || on === ''} loading={sign.isPending}>{t('agreement.sign')}</Button></p>
    </form>
  );
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error(file.type));
    reader.readAsDataURL(file);
  });
}

function People({ agreement, manages }: { agreement: Agreement; manages: boolean }): ReactElement {
  const { t } = useTranslation();
  const accounts = useGuarded(accountsQuery, manages);
  const name = useAct((account: string) => api.nameInAgreement(agreement.id, account), [['agreements']]);
  const unname = useAct((account: string) => api.unnameInAgreement(agreement.id, account), [['agreements']]);
  const role = agreement.kind === 'audit' ? 'auditor' : 'agency_worker';
  const others = accounts.data?.items.filter((one) => one.role === role && !agreement.people.some((named) => named.account === one.id)) ?? [];
  const error = name.error ?? unname.error;
  return (
    <section className="stack">
      <h3>{t('agreement.people')}</h3>
      <ul className="lines">
        {agreement.people.map((one) => (
          <li key={one.account}>
            <p>{joined(one.name, one.login) || t('agreement.closed_account')}</p>
            {manages && <button type="button" className="btn" aria-label={t('agreement.unname_of', { name: one.name })} onClick={() => unname.mutate(one.account)}>{t('agreement.unname')}</button>}
          </li>
        ))}
      </ul>
      {manages && others.length > 0 && (
        <select className="input" aria-label={t('agreement.name')} value="" onChange={(event) => { if (event.target.value) name.mutate(event.target.value); }}>
          <option value="">{t('agreement.name')}</option>
          {others.map((one) => <option key={one.id} value={one.id}>{joined(one.name, one.login)}</option>)}
        </select>
      )}
      {error && <Failed error={error} />}
    </section>
  );
}

/** What the other side read under this agreement: acts and how many people, by person and kind of act. */
function Reads({ id, today }: { id: string; today: string }): ReactElement {
  const { t } = useTranslation();
  const reads = useQuery({ queryKey: ['agreements', id, 'reads'], queryFn: ({ signal }) => api.agreementReads(id, signal) });
  if (reads.isPending) return <Waiting rows={2} height={40} />;
  if (reads.error) return <Failed error={reads.error} onRetry={() => void reads.refetch()} />;
  if (reads.data.items.length === 0) return <Empty title={t('agreement.no_reads')} />;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('agreement.reads')}>
      <table className="table narrow">
        <thead><tr><th scope="col">{t('audit.col.who')}</th><th scope="col">{t('audit.col.action')}</th><th scope="col" className="num">{t('agreement.acts')}</th><th scope="col" className="num">{t('agreement.read_people')}</th><th scope="col">{t('agreement.last')}</th></tr></thead>
        <tbody>
          {reads.data.items.map((one) => (
            <tr key={one.who.account + one.action}>
              <th scope="row">{one.who.name}</th><td>{t(`act.${one.action}` as 'act.other', { defaultValue: one.action })}</td>
              <td className="num">{count(one.acts)}</td><td className="num">{count(one.people)}</td><td>{instant(one.last, today)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
