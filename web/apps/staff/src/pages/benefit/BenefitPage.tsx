import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { count, money, UNKNOWN } from '../../../../../shared/format';
import { api } from '../../api/client';
import type { Application } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import { Empty, Failed, Waiting } from '../../ui/States';
import { Review } from './Review';
import { mayReview, stageTitle, STAGES } from './stages';

/** From owed to paid, by stage. Reviewing is offered only where the session may do it; the server refuses the rest. */
export default function BenefitPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('benefit.title'));
  const { account } = useSession();
  const [params, setParams] = useSearchParams();
  const stage = params.get('stage') ?? '';
  const [open, setOpen] = useState<Application | null>(null);
  const list = useInfiniteQuery({
    queryKey: ['applications', stage],
    queryFn: ({ pageParam, signal }) => api.applications(stage || undefined, pageParam ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
  const counts = list.data?.pages[0]?.counts ?? {};
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const stages = [...STAGES, ...Object.keys(counts).filter((code) => !STAGES.includes(code))].filter((code) => code in counts || code === stage);
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('benefit.title')}</h1>
      <p className="lead">{t('benefit.lead')}</p>
      <div className="chips board" role="group" aria-label={t('benefit.stages')}>
        {stages.map((code) => (
          <button key={code} type="button" className="filter" aria-pressed={stage === code} onClick={() => setParams(stage === code ? {} : { stage: code }, { replace: true })}>
            {stageTitle(code, t)} <b>{count(counts[code] ?? 0)}</b>
          </button>
        ))}
      </div>
      {list.isPending && <Waiting rows={6} height={48} />}
      {list.error && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && items.length === 0 && <Empty title={t('benefit.none')}><p>{t('benefit.none_text')}</p></Empty>}
      {items.length > 0 && (
        <section className="card flush" aria-label={t('benefit.list')}>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t('benefit.list')}>
            <table className="table">
              <thead><tr><th scope="col">{t('benefit.col.policy')}</th><th scope="col">{t('benefit.col.subject')}</th><th scope="col" className="num">{t('benefit.col.amount')}</th><th scope="col">{t('benefit.col.stage')}</th><th scope="col" className="num">{t('benefit.col.age')}</th><th scope="col"><span className="sr">{t('benefit.col.act')}</span></th></tr></thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id}>
                    <th scope="row">{item.title}</th>
                    <td className="whole">{item.subject_name}</td>
                    <td className="num">{item.amount_fen === null ? UNKNOWN : money(item.amount_fen)}</td>
                    <td>{stageTitle(item.stage, t)} {item.deferred.length > 0 && <Chip tone="warn">{t('benefit.deferred', { count: item.deferred.length })}</Chip>}</td>
                    <td className="num">{t('benefit.days', { days: item.age_days })}</td>
                    <td className="act">{mayReview(account, item) && <button type="button" className="btn small" aria-label={t('benefit.review_of', { name: item.subject_name, title: item.title })} onClick={() => setOpen(item)}>{t('benefit.review')}</button>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {list.hasNextPage && <p className="card-note"><button type="button" className="btn" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('people.more')}</button></p>}
        </section>
      )}
      {open && <Review item={open} onClose={() => setOpen(null)} />}
    </div>
  );
}
