import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { CodeField } from '../ui/CodeField';
import { overlays } from '../ui/overlays';
import { Failed } from '../ui/States';
import { sessionQuery, useSession } from './session';

export default function AgainDialog({ onClose }: { onClose: (shown: boolean) => void }): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { standing } = useSession();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const show = useMutation({
    mutationFn: () => api.showAgain(password, code.trim()),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      onClose(true);
    },
  });
  return (
    <Modal open getContainer={overlays} title={t('again.title')} onCancel={() => onClose(false)} onOk={() => show.mutate()} okText={t('again.ok')} cancelText={t('app.cancel')}
      okButtonProps={{ disabled: password === '', loading: show.isPending }} destroyOnHidden>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); show.mutate(); }}>
        <p>{t('again.explain')}</p>
        <div className="question">
          <label htmlFor="again-password">{t('sign.password')}</label>
          <Input.Password id="again-password" autoComplete="current-password" autoFocus value={password} onChange={(event) => setPassword(event.target.value)} />
        </div>
        {standing.second_factor && <CodeField id="again-code" value={code} onChange={setCode} />}
        {show.error && <Failed error={show.error} />}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
