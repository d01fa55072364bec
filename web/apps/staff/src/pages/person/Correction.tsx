import { Modal } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../../../../../shared/format';
import type { Entry } from '../../api/types';
import { useSession } from '../../app/session';
import { overlays } from '../../ui/overlays';
import { Failed } from '../../ui/States';
import { useRecord } from '../todo/useRecord';

/** Writes a new entry that names the wrong one; the wrong one stays, struck through. */
export function Correction({ person, entry, onClose }: { person: string; entry: Entry; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const [on, setOn] = useState(entry.occurred_on);
  const [note, setNote] = useState(entry.text);
  const record = useRecord(person);
  const changed = on !== entry.occurred_on || note.trim() !== entry.text;
  const save = (): void => record.mutate(
    [{ kind: entry.kind, occurred_on: on, channel: entry.channel || undefined, code: entry.code || undefined, ref: entry.ref || undefined, n: entry.n ?? undefined, note: note.trim(), corrects: entry.entry_id }],
    { onSuccess: onClose },
  );
  return (
    <Modal open getContainer={overlays} title={t('correct.title', { title: entry.title, day: day(entry.occurred_on, today) })} onCancel={onClose} onOk={save} destroyOnHidden
      okText={t('correct.ok')} cancelText={t('app.cancel')} okButtonProps={{ disabled: !changed || !on || on > today, loading: record.isPending }}>
      <p>{t('correct.explain')}</p>
      <div className="question">
        <label htmlFor="correct-on">{t('correct.on')}</label>
        <input id="correct-on" className="input" type="date" max={today} value={on} onChange={(event) => setOn(event.target.value)} />
      </div>
      <div className="question">
        <label htmlFor="correct-note">{t('correct.note')}</label>
        <textarea id="correct-note" className="input" rows={3} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
      {record.error && <Failed error={record.error} safe={t('error.kept')} />}
    </Modal>
  );
}
