import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { count } from '../../../../../shared/format';
import { api } from '../../api/client';
import { questionsQuery } from '../../api/queries';
import { isStatus } from '../../api/problem';
import type { Search } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Empty, Failed, Waiting } from '../../ui/States';
import { PeopleTable } from './PeopleTable';
import { readSearch } from './readSearch';

/** The register of the target groups. What is typed travels by POST and lives in the history's state; the address holds codes only. */
export default function PeoplePage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('people.title'));
  const { account } = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const group = params.get('group') ?? '';
  const asked = (location.state as { search?: string } | null)?.search ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const search: Search = { ...readSearch(asked), group: group || undefined, limit: 200 };
  const questions = useQuery(questionsQuery);
  const list = useInfiniteQuery({
    queryKey: ['persons', search],
    queryFn: ({ pageParam }) => api.searchPersons({ ...search, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const { fetchNextPage, isFetchingNextPage } = list;
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const more = useCallback(() => { if (!isFetchingNextPage) void fetchNextPage(); }, [fetchNextPage, isFetchingNextPage]);
  const total = list.data?.pages[0]?.total ?? rows.length;
  const go = (next: string): void => void navigate({ pathname: '/people', search: params.toString() }, { state: { search: next }, replace: true });
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('people.title')}</h1>
      <p className="lead">{t('people.lead', { division: account.division.name })}</p>
      <form className="tools" role="search" onSubmit={(event) => { event.preventDefault(); go(text.trim()); }}>
        <input className="input wide" type="search" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)}
          aria-label={t('people.search')} placeholder={t('people.placeholder')} />
        <button type="submit" className="btn primary">{t('people.go')}</button>
        {asked && <button type="button" className="btn" onClick={() => go('')}>{t('people.clear')}</button>}
      </form>
      {questions.data?.groups && questions.data.groups.length > 0 && (
        <div className="chips" role="group" aria-label={t('people.views')}>
          {[{ code: '', title: t('people.all') }, ...questions.data.groups].map((view) => (
            <button key={view.code} type="button" className="filter" aria-pressed={group === view.code}
              onClick={() => setParams(view.code ? { group: view.code } : {}, { replace: true, state: location.state })}>
              {view.title}
            </button>
          ))}
        </div>
      )}
      {list.isLoading && <Waiting rows={10} height={40} />}
      {list.error && (isStatus(list.error, 403) ? <Empty title={t('people.refused')}><p>{t('people.refused_text')}</p></Empty> : <Failed error={list.error} onRetry={() => void list.refetch()} />)}
      {list.data && rows.length === 0 && <Empty title={t('people.none')}><p>{t(asked ? 'people.none_search' : 'people.none_text')}</p></Empty>}
      {rows.length > 0 && (
        <>
          <p className="hint" role="status">{t('people.count', { count: count(total) })}</p>
          <PeopleTable items={rows} total={total} hasMore={list.hasNextPage} onMore={more} />
        </>
      )}
    </div>
  );
}
