import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../api/types';
import { useChannelTitle, useGroupTitle } from '../../api/queries';
import { useMedia } from '../../app/media';
import { WorkRow } from './WorkRow';

interface Props {
  items: WorkItem[];
  total: number;
  today: string;
  selected: string | null;
  hasMore: boolean;
  onMore: () => void;
  onOpen: (item: WorkItem) => void;
  onContact: (item: WorkItem) => void;
}

const COLUMNS = ['due', 'name', 'task', 'package', 'last', 'act'] as const;

/** The rows that can be seen and a few around them; the page's own scrolling on a phone, an inner scroller on a desk. */
export function WorkList({ items, total, today, selected, hasMore, onMore, onOpen, onContact }: Props): ReactElement {
  const { t } = useTranslation();
  const cards = useMedia('(max-width: 899px)');
  const box = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const groupTitle = useGroupTitle();
  const channelTitle = useChannelTitle();
  useLayoutEffect(() => setMargin(cards ? (box.current?.offsetTop ?? 0) : 0), [cards]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => (cards ? document.getElementById('main') : box.current),
    estimateSize: () => (cards ? 132 : 64),
    overscan: 6,
    scrollMargin: margin,
    getItemKey: (at) => items[at]?.task_id ?? at,
  });
  const rows = virtual.getVirtualItems();
  const last = rows[rows.length - 1]?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - 10) onMore();
  }, [hasMore, last, items.length, onMore]);
  const at = items.findIndex((item) => item.task_id === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <div ref={box} className={cards ? 'work-list cards' : 'work-list'} role="table" aria-label={t('todo.title')} aria-rowcount={total + 1} tabIndex={cards ? undefined : 0}>
      <div role="rowgroup" className="work-head">
        <div role="row" aria-rowindex={1} className="work-row">
          {COLUMNS.map((column) => <div key={column} role="columnheader" className={`c-${column}`}>{t(`todo.column.${column}`)}</div>)}
        </div>
      </div>
      <div role="rowgroup" className="work-body" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (!item) return null;
          return (
            <div key={row.key} ref={virtual.measureElement} data-index={row.index} data-task={item.task_id} role="row" aria-rowindex={row.index + 2}
              aria-current={item.task_id === selected || undefined} className="work-slot" style={{ transform: `translateY(${row.start - margin}px)` }}>
              <WorkRow item={item} today={today} selected={item.task_id === selected} groupTitle={groupTitle} channelTitle={channelTitle}
                onOpen={onOpen} onContact={onContact} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
