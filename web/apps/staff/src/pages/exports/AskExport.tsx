import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { questionsQuery } from '../../api/queries';
import type { NewExport } from '../../api/types';
import { useSession } from '../../app/session';
import { useAct } from '../../app/useAct';
import { Choice } from '../../ui/Choice';
import { DivisionPick } from '../../ui/DivisionPick';
import { Failed } from '../../ui/States';
import { Several } from '../agreements/NewAgreement';

const LISTS = ['people', 'work_list'] as const;
const FORMATS = ['xlsx', 'csv'] as const;
const CLEAR = ['citizen_id', 'phone', 'address'] as const;

export function AskExport({ onDone }: { onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const { account } = useSession();
  const questions = useQuery(questionsQuery);
  const [list, setList] = useState<NewExport['list'] | null>(null);
  const [format, setFormat] = useState<NewExport['format'] | null>(null);
  const [group, setGroup] = useState('');
  const [division, setDivision] = useState(account.division.code);
  const [clear, setClear] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  // The same order asked for twice is one order.
  const [key] = useState(() => crypto.randomUUID());
  const ask = useAct((order: NewExport) => api.askExport(order, key), [['exports']], onDone);
  const ready = list !== null && format !== null && reason.trim().length >= 4;
  return (
    <form className="stack" onSubmit={(event) => {
      event.preventDefault();
      if (list && format) ask.mutate({ list, format, reason: reason.trim(), group: group || undefined, division, clear: clear as NonNullable<NewExport['clear']> });
    }}>
      <p>{t('export.explain')}</p>
      <Choice legend={t('export.what')} value={list} onChange={(value) => setList(value as NewExport['list'])} options={LISTS.map((value) => ({ value, title: t(`export.list.${value}`) }))} />
      <Choice legend={t('export.format_label')} value={format} onChange={(value) => setFormat(value as NewExport['format'])} options={FORMATS.map((value) => ({ value, title: t(`export.format.${value}`) }))} />
      <div className="question">
        <label htmlFor="export-group">{t('todo.group')}</label>
        <select id="export-group" className="input" value={group} onChange={(event) => setGroup(event.target.value)}>
          <option value="">{t('todo.all_groups')}</option>
          {questions.data?.groups.map((one) => <option key={one.code} value={one.code}>{one.title}</option>)}
        </select>
      </div>
      <DivisionPick label={t('accounts.col.division')} from={account.division.code} value={division} onChange={setDivision} />
      <Several legend={t('export.clear_label')} options={CLEAR.map((value) => ({ value, title: t(`field.${value}`) }))} value={clear} onChange={setClear} />
      <div className="question">
        <label htmlFor="export-reason">{t('export.reason')}</label>
        <textarea id="export-reason" className="input" rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="export-reason-hint" />
        <p id="export-reason-hint" className="hint">{t('export.reason_hint')}</p>
      </div>
      {ask.error && <Failed error={ask.error} safe={t('error.kept')} />}
      <p><Button type="primary" htmlType="submit" disabled={!ready} loading={ask.isPending}>{t('export.submit')}</Button></p>
    </form>
  );
}
