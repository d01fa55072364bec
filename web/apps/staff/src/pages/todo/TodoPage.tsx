import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { workItemsQuery } from '../../api/queries';
import type { WorkItem } from '../../api/types';
import { useKeys } from '../../app/keys';
import { useWide } from '../../app/media';
import { useSession } from '../../app/session';
import { useLater } from '../../app/useLater';
import { usePage } from '../../app/usePage';
import { SideSheet } from '../../ui/SideSheet';
import { Failed, Waiting } from '../../ui/States';
import { ContactTitle, QuickContact } from './QuickContact';
import { Nothing, TodoHead, Tools } from './TodoHead';
import { useTodoUrl } from './useTodoUrl';
import { WorkList } from './WorkList';

const TYPING_MS = 250;

export default function TodoPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('todo.title'));
  const { today } = useSession();
  const url = useTodoUrl();
  const wide = useWide();
  const navigate = useNavigate();
  const [find, setFind] = useState('');
  const wanted = useLater(find.trim(), TYPING_MS);
  const list = useInfiniteQuery(workItemsQuery({ chip: url.chip ?? undefined, group: url.group || undefined, sort: url.sort }, wanted));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const more = useCallback(() => { if (!isFetchingNextPage) void fetchNextPage(); }, [fetchNextPage, isFetchingNextPage]);

  const set = url.set;
  // The row the next key counts from: known at once, while the address reaches this page only with the next render.
  const latest = useRef(url.task);
  useEffect(() => { latest.current = url.task; }, [url.task]);
  const contact = useCallback((item: WorkItem) => {
    latest.current = item.task_id;
    set({ task: item.task_id });
  }, [set]);
  const open = useCallback((item: WorkItem) => void navigate(`/people/${item.person.id}`), [navigate]);
  const chosen = items.findIndex((item) => item.task_id === url.task);
  const current = items[chosen] ?? (wide && !url.task ? items[0] : undefined);
  const step = (by: number): void => {
    const from = items.findIndex((item) => item.task_id === latest.current);
    const next = items[Math.min(items.length - 1, Math.max(0, (from < 0 && by < 0 ? 1 : from) + by))];
    if (next) contact(next);
  };
  const move = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
  useKeys({
    ...Object.fromEntries(Object.entries(move).map(([key, by]) => [key, () => step(by)])),
    c: () => { if (current) { contact(current); document.getElementById('contact')?.focus(); } },
    Enter: () => { if (current) open(current); },
  });
  const done = useCallback((item: WorkItem) => {
    const at = items.findIndex((other) => other.task_id === item.task_id);
    const next = items.slice(at + 1).find((other) => other.person.id !== item.person.id);
    set({ task: wide ? (next?.task_id ?? null) : null });
  }, [items, set, wide]);

  const first = list.data?.pages[0];
  const pane = current && <QuickContact key={current.task_id} item={current} onDone={done} />;
  return (
    <div className="todo">
      <div className="todo-main">
        <TodoHead heading={heading} today={today} first={first} url={url} />
        <Tools url={url} find={find} onFind={setFind} shown={first?.total ?? 0} />
        {list.isPending && <Waiting rows={9} />}
        {list.error && items.length === 0 && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {first && items.length === 0 && !isFetchingNextPage && <Nothing url={url} first={first} searching={wanted !== ''} />}
        {items.length > 0 && (
          <WorkList items={items} total={first?.total ?? items.length} today={today} selected={current?.task_id ?? null}
            hasMore={hasNextPage} onMore={more} onOpen={open} onContact={contact} />
        )}
      </div>
      {wide && <aside className="todo-pane" aria-label={t('contact.title')}>{pane ?? <p className="hint pane-none">{t('contact.none')}</p>}</aside>}
      {!wide && (
        <SideSheet open={chosen >= 0} onClose={() => set({ task: null })} title={current && <ContactTitle item={current} />}>
          {chosen >= 0 && pane}
        </SideSheet>
      )}
    </div>
  );
}
