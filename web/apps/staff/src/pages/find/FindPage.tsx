import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../../api/client';
import { usePage } from '../../app/usePage';
import { Empty, Failed } from '../../ui/States';
import { readSearch } from '../people/readSearch';

/** A window finds the person in front of it: the full id number and why. Nothing of it goes into an address. */
export default function FindPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('find.title'));
  const navigate = useNavigate();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { citizen_id } = readSearch(number);
  const wrong = { number: citizen_id === undefined, reason: reason.trim().length < 4 };
  const find = useMutation({
    mutationFn: () => api.searchPersons({ citizen_id, reason: reason.trim(), limit: 1 }),
    onSuccess: (found) => { if (found.items[0]) void navigate(`/people/${found.items[0].id}`); },
    gcTime: 0,
  });
  const error = (field: 'number' | 'reason'): string | undefined => (tried && wrong[field] ? t(`find.need.${field}`) : undefined);
  return (
    <div className="page find">
      <h1 ref={heading} tabIndex={-1}>{t('find.title')}</h1>
      <p className="lead">{t('find.lead')}</p>
      <form className="card stack" noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (!wrong.number && !wrong.reason) find.mutate(); }}>
        <div className="question">
          <label htmlFor="find-number">{t('find.number')}</label>
          <input id="find-number" className={error('number') ? 'input wrong' : 'input'} autoComplete="off" autoFocus maxLength={24} value={number} onChange={(event) => setNumber(event.target.value)}
            aria-invalid={error('number') ? true : undefined} aria-describedby="find-number-hint" />
          <p id="find-number-hint" className={error('number') ? 'field-error' : 'hint'}>{error('number') ?? t('find.number_hint')}</p>
        </div>
        <div className="question">
          <label htmlFor="find-reason">{t('find.reason')}</label>
          <input id="find-reason" className={error('reason') ? 'input wrong' : 'input'} autoComplete="off" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)}
            aria-invalid={error('reason') ? true : undefined} aria-describedby="find-reason-hint" />
          <p id="find-reason-hint" className={error('reason') ? 'field-error' : 'hint'}>{error('reason') ?? t('find.reason_hint')}</p>
        </div>
        {find.error && <Failed error={find.error} safe={t('error.kept')} />}
        <p><Button type="primary" htmlType="submit" size="large" loading={find.isPending}>{t('find.go')}</Button></p>
      </form>
      {find.data?.items.length === 0 && <div role="status"><Empty title={t('find.nobody')}><p>{t('find.nobody_text')}</p></Empty></div>}
    </div>
  );
}
