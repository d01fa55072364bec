import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { instant, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import type { AuditLeaf } from '../../api/types';
import { useMedia } from '../../app/media';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import { Empty, Failed, Waiting } from '../../ui/States';
import { VirtualTable } from '../../ui/VirtualTable';
import { TextField } from '../access/fields';
import { ACTS } from './acts';

const COLUMNS = ['at', 'who', 'action', 'what', 'reason'] as const;
const FILTERS = ['from', 'to', 'action', 'account', 'subject'] as const;
const idOf = (leaf: AuditLeaf): string => leaf.id;

/** Who did what, to whom and why. The address holds dates, codes and ids; every search stands in the audit itself. */
export default function AuditPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('audit.title'));
  const cards = useMedia('(max-width: 899px)');
  const [params, setParams] = useSearchParams();
  const query = Object.fromEntries(FILTERS.map((name) => [name, params.get(name) || undefined]));
  const list = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) => api.audit({ ...query, cursor: pageParam ?? undefined, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const { fetchNextPage, isFetchingNextPage } = list;
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const more = useCallback(() => { if (!isFetchingNextPage) void fetchNextPage(); }, [fetchNextPage, isFetchingNextPage]);
  const set = (change: Record<string, string>): void => setParams((old) => {
    const next = new URLSearchParams(old);
    for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
    return next;
  }, { replace: true });
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('audit.title')}</h1>
      <p className="lead">{t('audit.lead')}</p>
      <Filters params={params} set={set} />
      {list.isPending && <Waiting rows={8} height={44} />}
      {list.error && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && items.length === 0 && <Empty title={t('audit.none')} />}
      {items.length > 0 && (
        <VirtualTable label={t('audit.title')} columns={COLUMNS.map((code) => ({ code, title: t(`audit.col.${code}`) }))} items={items} idOf={idOf} total={items.length}
          className={cards ? 'audit-list as-cards' : 'audit-list'} height={cards ? 96 : 56} scroller="page" hasMore={list.hasNextPage} onMore={more} row={(leaf) => <Leaf leaf={leaf} onPick={set} />} />
      )}
    </div>
  );
}

function Filters({ params, set }: { params: URLSearchParams; set: (change: Record<string, string>) => void }): ReactElement {
  const { t } = useTranslation();
  const [subject, setSubject] = useState(params.get('subject') ?? '');
  return (
    <form className="card tools audit-tools" role="search" onSubmit={(event) => { event.preventDefault(); set({ subject: subject.trim() }); }}>
      <TextField id="audit-from" label={t('audit.from')} type="date" value={params.get('from') ?? ''} onChange={(from) => set({ from })} />
      <TextField id="audit-to" label={t('audit.to')} type="date" value={params.get('to') ?? ''} onChange={(to) => set({ to })} />
      <div className="question">
        <label htmlFor="audit-action">{t('audit.col.action')}</label>
        <select id="audit-action" className="input" value={params.get('action') ?? ''} onChange={(event) => set({ action: event.target.value })}>
          <option value="">{t('audit.all')}</option>
          {ACTS.map((act) => <option key={act} value={act}>{t(`act.${act}` as 'act.other')}</option>)}
        </select>
      </div>
      <TextField id="audit-subject" label={t('audit.subject')} max={36} value={subject} onChange={setSubject} />
      <button type="submit" className="btn">{t('people.go')}</button>
      {params.size > 0 && <button type="button" className="btn" onClick={() => { setSubject(''); set(Object.fromEntries(FILTERS.map((name) => [name, '']))); }}>{t('people.clear')}</button>}
    </form>
  );
}

function Leaf({ leaf, onPick }: { leaf: AuditLeaf; onPick: (change: Record<string, string>) => void }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const who = leaf.account_name ?? '';
  return (
    <div className="row-grid">
      <div role="cell" className="c-at">{instant(leaf.at, today)}</div>
      <div role="cell" className="c-who">
        {leaf.account ? <button type="button" className="link" aria-label={t('audit.only', { who })} onClick={() => onPick({ account: leaf.account ?? '' })}>{who || leaf.account.slice(-8)}</button> : t('audit.system')}
      </div>
      <div role="cell" className="c-action">{t(`act.${leaf.action}` as 'act.other', { defaultValue: leaf.action })} {leaf.seal === null && <Chip tone="idle">{t('audit.unsealed')}</Chip>}</div>
      <div role="cell" className="c-what hint">
        {joined(leaf.field && t(`field.${leaf.field}` as 'field.name', { defaultValue: leaf.field }), leaf.purpose && t(`purpose.${leaf.purpose}` as 'purpose.service', { defaultValue: leaf.purpose }), leaf.scope, leaf.count !== null && t('audit.rows', { count: leaf.count }))}
        {leaf.subject && <> <button type="button" className="link" aria-label={t('audit.about', { id: leaf.subject })} onClick={() => onPick({ subject: leaf.subject ?? '' })}>{leaf.subject.slice(-8)}</button></>}
      </div>
      <div role="cell" className="c-reason hint">{t(leaf.has_reason ? 'audit.sealed_reason' : 'audit.no_reason')}</div>
    </div>
  );
}
