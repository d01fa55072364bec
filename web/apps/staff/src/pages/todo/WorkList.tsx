import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../../api/types';
import { useChannelTitle, useGroupTitle } from '../../api/queries';
import { useMedia } from '../../app/media';
import { VirtualTable } from '../../ui/VirtualTable';
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
const idOf = (item: WorkItem): string => item.task_id;

/** The tasks: an inner scroller on a desk; cards that scroll with the page on a phone. */
export function WorkList({ today, selected, onOpen, onContact, ...list }: Props): ReactElement {
  const { t } = useTranslation();
  const cards = useMedia('(max-width: 899px)');
  const groupTitle = useGroupTitle();
  const channelTitle = useChannelTitle();
  return (
    <VirtualTable {...list} label={t('todo.title')} columns={COLUMNS.map((code) => ({ code, title: t(`todo.column.${code}`) }))} idOf={idOf} selected={selected}
      className={cards ? 'work-list as-cards' : 'work-list'} height={cards ? 132 : 64} scroller={cards ? 'page' : 'own'}
      row={(item) => (
        <WorkRow item={item} today={today} selected={item.task_id === selected} groupTitle={groupTitle} channelTitle={channelTitle} onOpen={onOpen} onContact={onContact} />
      )} />
  );
}
