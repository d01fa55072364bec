import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../../api/client';
import { useAgain } from '../../app/Again';
import { sessionQuery } from '../../app/session';
import { Failed } from '../../ui/States';

const SHORTEST = 12;

/** A new password ends every session of the account, this one too. */
export function Password(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const again = useAgain();
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => again(() => api.changePassword(password)),
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
      void navigate('/signin', { replace: true });
    },
  });
  return (
    <details>
      <summary>{t('password.change')}</summary>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); change.mutate(); }}>
        <div className="question">
          <label htmlFor="new-password">{t('password.new')}</label>
          <Input.Password id="new-password" autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} aria-describedby="new-password-hint" />
          <p id="new-password-hint" className="hint">{t('password.hint', { count: SHORTEST })}</p>
        </div>
        {change.error && <Failed error={change.error} />}
        <p><Button htmlType="submit" disabled={password.length < SHORTEST} loading={change.isPending}>{t('password.ok')}</Button></p>
      </form>
    </details>
  );
}
