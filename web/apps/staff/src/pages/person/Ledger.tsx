import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import type { Entry, Person } from '../../api/types';
import { Empty, Failed, Waiting } from '../../ui/States';
import { Correction } from './Correction';
import { LedgerLine } from './LedgerLine';
import { FILTERS, belongs, type Filter } from './kinds';

/** Everything ever written about the person, newest first. Nothing is changed: a correction is one more line. */
export function Ledger({ person }: { person: Person }): ReactElement {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>('all');
  const [correcting, setCorrecting] = useState<Entry | null>(null);
  const list = useInfiniteQuery({
    queryKey: ['person', person.id, 'entries'],
    queryFn: ({ pageParam, signal }) => api.entries(person.id, pageParam ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = entries.filter((entry) => belongs(entry.kind, filter));
  return (
    <section className="card" id="ledger" tabIndex={-1} aria-labelledby="ledger-title">
      <h2 id="ledger-title">{t('ledger.title')} <small>{t('ledger.subtitle')}</small></h2>
      <div className="subtabs" role="group" aria-label={t('ledger.filter')}>
        {FILTERS.map((name) => (
          <button key={name} type="button" aria-pressed={filter === name} onClick={() => setFilter(name)}>
            {t(`ledger.filter_${name}`)} <b>{entries.filter((entry) => belongs(entry.kind, name)).length}{list.hasNextPage ? '+' : ''}</b>
          </button>
        ))}
      </div>
      {list.isPending && <Waiting rows={5} height={72} />}
      {list.error && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && shown.length === 0 && <Empty title={t('ledger.none')} />}
      <ol className="timeline">
        {shown.map((entry) => <LedgerLine key={entry.entry_id} entry={entry} all={entries} onCorrect={setCorrecting} />)}
      </ol>
      {list.hasNextPage && <button type="button" className="btn" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('ledger.more')}</button>}
      {correcting && <Correction person={person.id} entry={correcting} onClose={() => setCorrecting(null)} />}
    </section>
  );
}
