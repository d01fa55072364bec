import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { sessionQuery } from '../../app/session';
import { Failed } from '../../ui/States';
import { TextField } from '../access/fields';

/** Number and phone, then the code that came to the phone. The answer is the same whether or not we know the two. */
export function OwnSignIn(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [number, setNumber] = useState('');
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const ask = useMutation({ mutationFn: () => api.askPhoneCode(number.trim(), phone.trim()), gcTime: 0 });
  const enter = useMutation({
    mutationFn: () => api.signInWithCode(ask.data?.challenge ?? '', code.trim()),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
    gcTime: 0,
  });
  if (ask.data) {
    return (
      <form className="card stack" onSubmit={(event) => { event.preventDefault(); enter.mutate(); }}>
        <p role="status">{t('own.sent')}</p>
        <div className="question">
          <label htmlFor="own-code">{t('own.code')}</label>
          <input id="own-code" className="input" autoComplete="one-time-code" inputMode="numeric" maxLength={6} autoFocus value={code} onChange={(event) => setCode(event.target.value)} />
        </div>
        {enter.error && <Failed error={enter.error} />}
        <p className="choices-left"><Button type="primary" size="large" htmlType="submit" disabled={code.trim().length !== 6} loading={enter.isPending}>{t('own.enter')}</Button> <Button size="large" onClick={() => ask.reset()}>{t('own.back')}</Button></p>
      </form>
    );
  }
  return (
    <form className="card stack" onSubmit={(event) => { event.preventDefault(); ask.mutate(); }}>
      <p>{t('own.intro')}</p>
      <TextField id="own-number" label={t('find.number')} max={24} value={number} onChange={setNumber} />
      <TextField id="own-phone" label={t('own.phone')} hint={t('own.phone_hint')} max={20} value={phone} onChange={setPhone} />
      {ask.error && <Failed error={ask.error} safe={t('error.kept')} />}
      <p><Button type="primary" size="large" htmlType="submit" disabled={number.trim() === '' || phone.trim() === ''} loading={ask.isPending}>{t('own.ask')}</Button></p>
    </form>
  );
}
