import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';

interface Props<T> {
  label: string;
  /** Column code (class `c-…`) and heading. */
  columns: { code: string; title: string }[];
  items: T[];
  idOf: (item: T) => string;
  /** How many there are in all, loaded or not. */
  total: number;
  /** Expected height of a row; the real one is measured. */
  height: number;
  className: string;
  /** `own`: the table scrolls inside itself. `page`: the page does. */
  scroller: 'own' | 'page';
  selected?: string | null;
  hasMore: boolean;
  onMore: () => void;
  row: (item: T) => ReactNode;
}

/** Rows left below the last one in sight when the next page is asked for: scrolling does not wait. */
const AHEAD = 80;

/** Thousands of rows: those in sight are in the document, and the table still tells how many there are (web.md D5). */
export function VirtualTable<T>({ label, columns, items, idOf, total, height, className, scroller, selected, hasMore, onMore, row }: Props<T>): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const paged = scroller === 'page';
  useLayoutEffect(() => {
    if (!paged) {
      setMargin(0);
      return undefined;
    }
    // What stands above the table may grow after it is shown.
    const place = (): void => setMargin(body.current?.offsetTop ?? 0);
    place();
    const watch = new ResizeObserver(place);
    for (const above of box.current?.parentElement?.children ?? []) if (above !== box.current) watch.observe(above);
    return () => watch.disconnect();
  }, [paged]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => (paged ? document.getElementById('main') : box.current),
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: margin,
    getItemKey: (at) => { const item = items[at]; return item ? idOf(item) : at; },
  });
  const shown = virtual.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - AHEAD) onMore();
  }, [hasMore, last, items.length, onMore]);
  const at = selected ? items.findIndex((item) => idOf(item) === selected) : -1;
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <div ref={box} className={`rows ${className}`} role="table" aria-label={label} aria-rowcount={total + 1} tabIndex={paged ? undefined : 0}>
      <div role="rowgroup" className="rows-head">
        <div role="row" aria-rowindex={1} className="row-grid">
          {columns.map((column) => <div key={column.code} role="columnheader" className={`c-${column.code}`}>{column.title}</div>)}
        </div>
      </div>
      <div ref={body} role="rowgroup" className="rows-body" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const item = items[index];
          if (!item) return null;
          const id = idOf(item);
          return (
            <div key={key} ref={virtual.measureElement} data-index={index} data-id={id} role="row" aria-rowindex={index + 2} aria-current={id === selected || undefined}
              className="row-slot" style={{ transform: `translateY(${start - margin}px)` }}>
              {row(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
