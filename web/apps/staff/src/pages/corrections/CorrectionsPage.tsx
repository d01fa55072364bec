import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { day, instant, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import type { CorrectionRequest } from '../../api/types';
import { useSession } from '../../app/session';
import { useAct } from '../../app/useAct';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import { Empty, Failed, Waiting } from '../../ui/States';

/** What people say is wrong about them, answered by the office with a reason and in time. */
export default function CorrectionsPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('correction.title'));
  const all = useQuery({ queryKey: ['corrections'], queryFn: ({ signal }) => api.corrections(signal) });
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('correction.title')}</h1>
      <p className="lead">{t('correction.lead')}</p>
      {all.isPending && <Waiting rows={3} height={72} />}
      {all.error && <Failed error={all.error} onRetry={() => void all.refetch()} />}
      {all.data?.items.length === 0 && <Empty title={t('correction.none')} />}
      {all.data && all.data.items.length > 0 && <ul className="card lines">{all.data.items.map((one) => <Request key={one.id} request={one} />)}</ul>}
    </div>
  );
}

function Request({ request }: { request: CorrectionRequest }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const [answer, setAnswer] = useState('');
  const decide = useAct((accept: boolean) => api.decideCorrection(request.id, request.version, accept, answer.trim()), [['corrections']]);
  return (
    <li>
      <div className="stack">
        <p><strong>{t(`field.${request.field}` as 'field.name', { defaultValue: request.field })}</strong> <Chip tone={request.overdue ? 'bad' : 'idle'}>{t('correction.due', { day: day(request.due_on, today) })}</Chip></p>
        <p>{request.wanted}</p>
        <p className="hint">{joined(t('correction.asked', { at: instant(request.asked_at, today) }))} <Link to={`/people/${request.person}`}>{t('contact.open')}</Link></p>
        <div className="question">
          <label htmlFor={`answer-${request.id}`}>{t('correction.answer')}</label>
          <input id={`answer-${request.id}`} className="input" maxLength={500} autoComplete="off" value={answer} onChange={(event) => setAnswer(event.target.value)} aria-describedby={`answer-hint-${request.id}`} />
          <p id={`answer-hint-${request.id}`} className="hint">{t('correction.answer_hint')}</p>
        </div>
        {decide.error && <Failed error={decide.error} safe={t('error.kept')} />}
        <p className="choices-left">
          <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate(true)}>{t('correction.accept')}</Button>
          <Button loading={decide.isPending} disabled={answer.trim() === ''} onClick={() => decide.mutate(false)}>{t('correction.refuse')}</Button>
        </p>
      </div>
    </li>
  );
}
