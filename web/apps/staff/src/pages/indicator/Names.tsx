import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { count, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import { isStatus } from '../../api/problem';
import type { Indicator } from '../../api/types';
import { Empty, Failed, Waiting } from '../../ui/States';

export const PARTS = ['not_counted', 'counted', 'undetermined', 'error'] as const;
export type SubjectPart = (typeof PARTS)[number];

interface Props {
  item: Indicator;
  scope: string | null;
  asOf: string | null;
  part: SubjectPart;
  onPart: (part: SubjectPart) => void;
}

/** The list behind the number. Who may not see names gets the count in words, not an empty table. */
export function Names({ item, scope, asOf, part, onPart }: Props): ReactElement {
  const { t } = useTranslation();
  const list = useInfiniteQuery({
    queryKey: ['indicators', 'subjects', item.id, scope, asOf, part],
    queryFn: ({ pageParam, signal }) => api.subjects(item.id, { division: scope ?? undefined, as_of: asOf ?? undefined, part, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const counts: Record<SubjectPart, number> = { counted: item.numerator, not_counted: item.denominator - item.numerator, undetermined: item.unknown, error: item.errors };
  return (
    <section className="card" aria-labelledby="names-title">
      <h2 id="names-title">{t('ind.names')}</h2>
      <div className="subtabs" role="group" aria-label={t('ind.names')}>
        {PARTS.filter((one) => counts[one] > 0 || one === part || one === 'counted' || one === 'not_counted').map((one) => (
          <button key={one} type="button" aria-pressed={part === one} onClick={() => onPart(one)}>{t(`ind.part.${one}`)} <b>{count(counts[one])}</b></button>
        ))}
      </div>
      {list.isPending && <Waiting rows={6} height={40} />}
      {list.error && (isStatus(list.error, 403) ? <Empty title={t('ind.hidden', { count: count(counts[part]) })} /> : <Failed error={list.error} onRetry={() => void list.refetch()} />)}
      {list.data && rows.length === 0 && <Empty title={t('ind.nobody')} />}
      {rows.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="names-title">
          <table className="table">
            <thead><tr><th scope="col">{t('ind.col.name')}</th><th scope="col">{t('ind.col.division')}</th><th scope="col">{t('ind.col.why')}</th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.subject}>
                  <th scope="row" className="whole">{row.kind === 'person' ? <Link to={`/people/${row.subject}`}>{row.name}</Link> : row.name}</th>
                  <td>{joined(...new Set([row.division, row.place]))}</td>
                  <td>{row.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && <p><button type="button" className="btn" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('people.more')}</button></p>}
    </section>
  );
}
