import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, instant, joined } from '../../../../../shared/format';
import mark from '../../../assets/mark.svg';
import { api } from '../../api/client';
import type { Session } from '../../api/types';
import { roleTitle } from '../../app/roles';
import { sessionQuery, SessionContext, useSession, useSessionQuery } from '../../app/session';
import { useAct } from '../../app/useAct';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import { Choice } from '../../ui/Choice';
import { overlays } from '../../ui/overlays';
import { Empty, Failed, Waiting } from '../../ui/States';
import { OwnSignIn } from './OwnSignIn';

const CITIZENS = ['seeker', 'founder'];

/** What a citizen sees of what is held about her: who looked, what she asked to correct, whether she gets messages. */
export default function OwnPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('own.title'));
  const session = useSessionQuery();
  const mine: Session | null = session.data && CITIZENS.includes(session.data.account.role) ? session.data : null;
  return (
    <main className="own" id="main">
      <div className="page">
        <p className="brand"><img src={mark} alt="" width="32" height="32" /><span>{t('app.name')}</span></p>
        <h1 ref={heading} tabIndex={-1}>{t('own.title')}</h1>
        {session.isPending ? <Waiting rows={4} /> : mine ? <SessionContext value={mine}><Own /></SessionContext> : <OwnSignIn />}
        <p className="hint">{t('own.help')}</p>
      </div>
    </main>
  );
}

function Own(): ReactElement {
  const { t } = useTranslation();
  const leave = useAct(api.signOut, [sessionQuery.queryKey]);
  const close = useAct(api.closeOwn, [sessionQuery.queryKey]);
  const error = leave.error ?? close.error;
  return (
    <>
      <section className="card" aria-labelledby="own-looks"><h2 id="own-looks">{t('own.looks')}</h2><Looks /></section>
      <section className="card" aria-labelledby="own-corrections"><h2 id="own-corrections">{t('own.corrections')}</h2><Corrections /></section>
      <section className="card" aria-labelledby="own-messages"><h2 id="own-messages">{t('own.messages')}</h2><Messages /></section>
      {error && <Failed error={error} />}
      <p className="choices-left">
        <Button onClick={() => leave.mutate()} loading={leave.isPending}>{t('me.leave')}</Button>
        <Popconfirm title={t('own.close_sure')} okText={t('own.close')} cancelText={t('app.cancel')} onConfirm={() => close.mutate()} getPopupContainer={overlays}>
          <Button danger loading={close.isPending}>{t('own.close')}</Button>
        </Popconfirm>
      </p>
    </>
  );
}

function Looks(): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const looks = useQuery({ queryKey: ['own', 'looks'], queryFn: ({ signal }) => api.looksAtMe(signal) });
  if (looks.isPending) return <Waiting rows={3} height={40} />;
  if (looks.error) return <Failed error={looks.error} onRetry={() => void looks.refetch()} />;
  if (looks.data.items.length === 0) return <Empty title={t('own.nobody_looked')} />;
  return (
    <ul className="lines">
      {looks.data.items.map((look, at) => (
        <li key={at}>
          <div>
            <p><strong>{joined(look.unit, look.role && roleTitle(look.role, t))}</strong></p>
            <p className="hint">{joined(instant(look.at, today), t(`act.${look.action}` as 'act.other', { defaultValue: look.action }), look.field && t(`field.${look.field}` as 'field.name'), look.purpose && t(`purpose.${look.purpose}` as 'purpose.service'))}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

const FIELDS = ['name', 'citizen_id', 'phone', 'address', 'groups', 'services'] as const;

function Corrections(): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const all = useQuery({ queryKey: ['own', 'corrections'], queryFn: ({ signal }) => api.myCorrections(signal) });
  const [field, setField] = useState('');
  const [wanted, setWanted] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const ask = useAct(() => api.askCorrection(field, wanted.trim(), key), [['own', 'corrections']], () => {
    setWanted('');
    setKey(crypto.randomUUID());
  });
  return (
    <div className="stack">
      {all.error && <Failed error={all.error} onRetry={() => void all.refetch()} />}
      {all.data && all.data.items.length > 0 && (
        <ul className="lines">
          {all.data.items.map((one) => (
            <li key={one.id}>
              <div>
                <p><strong>{t(`field.${one.field}` as 'field.name', { defaultValue: one.field })}</strong> <Chip tone={one.state === 'accepted' ? 'ok' : one.state === 'refused' ? 'bad' : 'warn'}>{t(`correction.state.${one.state}` as 'correction.state.asked')}</Chip></p>
                <p>{one.wanted}</p>
                <p className="hint">{one.answer || t('correction.due', { day: day(one.due_on, today) })}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <form className="stack" onSubmit={(event) => { event.preventDefault(); ask.mutate(); }}>
        <div className="question">
          <label htmlFor="correction-field">{t('correction.field')}</label>
          <select id="correction-field" className="input" value={field} onChange={(event) => setField(event.target.value)}>
            <option value="">{t('contact.choose')}</option>
            {FIELDS.map((one) => <option key={one} value={one}>{t(`field.${one}`)}</option>)}
          </select>
        </div>
        <div className="question">
          <label htmlFor="correction-wanted">{t('correction.wanted')}</label>
          <textarea id="correction-wanted" className="input" rows={2} maxLength={500} value={wanted} onChange={(event) => setWanted(event.target.value)} />
        </div>
        {ask.error && <Failed error={ask.error} safe={t('error.kept')} />}
        <p><Button htmlType="submit" disabled={field === '' || wanted.trim() === ''} loading={ask.isPending}>{t('correction.ask')}</Button></p>
      </form>
    </div>
  );
}

function Messages(): ReactElement {
  const { t } = useTranslation();
  const me = useQuery({ queryKey: ['own', 'me'], queryFn: ({ signal }) => api.me(signal) });
  const notice = useQuery({ queryKey: ['notice', 'messages'], queryFn: ({ signal }) => api.notice('messages', signal) });
  const choose = useAct((wanted: boolean) => api.chooseMessages(wanted), [['own', 'me']]);
  const error = me.error ?? choose.error;
  return (
    <div className="stack">
      {notice.data && <p className="hint">{notice.data.text.split('\n').filter(Boolean).slice(1).join(' ')}</p>}
      {error && <Failed error={error} />}
      {me.data && <Choice legend={t('own.messages_label')} value={me.data.wants_messages ? 'yes' : 'no'} onChange={(value) => choose.mutate(value === 'yes')} options={[{ value: 'yes', title: t('own.messages_yes') }, { value: 'no', title: t('own.messages_no') }]} />}
    </div>
  );
}
