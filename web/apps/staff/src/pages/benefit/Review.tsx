import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { UNKNOWN, joined, money } from '../../../../../shared/format';
import { api } from '../../api/client';
import type { Application, ReviewVerdict } from '../../api/types';
import { Choice } from '../../ui/Choice';
import { overlays } from '../../ui/overlays';
import { Failed } from '../../ui/States';

const VERDICTS: ReviewVerdict[] = ['pass', 'return', 'refuse'];

/** One review of one file: pass, send back for papers, or refuse; the last two need a written reason. */
export function Review({ item, onClose }: { item: Application; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [verdict, setVerdict] = useState<ReviewVerdict | null>(null);
  const [reason, setReason] = useState('');
  const key = useRef<[string, string]>(['', '']);
  const review = useMutation({
    mutationFn: (given: ReviewVerdict) => {
      const body = `${given} ${reason.trim()}`;
      if (key.current[0] !== body) key.current = [body, crypto.randomUUID()];
      return api.review(item.id, given, reason.trim(), key.current[1]);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['applications'] });
      onClose();
    },
  });
  const ready = verdict !== null && (verdict === 'pass' || reason.trim().length >= 4);
  return (
    <Modal open getContainer={overlays} title={t('benefit.review_title', { title: item.title })} onCancel={onClose} destroyOnHidden okText={t('benefit.submit')} cancelText={t('app.cancel')}
      onOk={() => verdict && review.mutate(verdict)} okButtonProps={{ disabled: !ready, loading: review.isPending }}>
      <p><b>{joined(item.subject_name, item.amount_fen === null ? UNKNOWN : money(item.amount_fen))}</b></p>
      {item.deferred.length > 0 && <p className="papers">{t('benefit.deferred_papers', { papers: item.deferred.join('、') })}</p>}
      <Choice legend={t('benefit.verdict')} value={verdict} onChange={(value) => setVerdict(value as ReviewVerdict)} options={VERDICTS.map((value) => ({ value, title: t(`benefit.verdicts.${value}`) }))} />
      {verdict && verdict !== 'pass' && (
        <div className="question">
          <label htmlFor="review-reason">{t('benefit.reason')}</label>
          <textarea id="review-reason" className="input" rows={3} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} aria-describedby="review-hint" />
          <p id="review-hint" className="hint">{t('benefit.reason_hint')}</p>
        </div>
      )}
      {review.error && <Failed error={review.error} safe={t('error.kept')} />}
    </Modal>
  );
}
