import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { day } from '../../../../../shared/format';
import { useGroupTitle } from '../../api/queries';
import type { PersonRow } from '../../api/types';
import { useMedia } from '../../app/media';
import { useSession } from '../../app/session';
import { Tag } from '../../ui/Chip';
import { sexTitle } from '../../ui/sex';
import { VirtualTable } from '../../ui/VirtualTable';

const COLUMNS = ['name', 'groups', 'division', 'last', 'tasks'] as const;
const idOf = (row: PersonRow): string => row.id;

interface Props {
  items: PersonRow[];
  total: number;
  hasMore: boolean;
  onMore: () => void;
}

export function PeopleTable(list: Props): ReactElement {
  const { t } = useTranslation();
  const cards = useMedia('(max-width: 899px)');
  const groupTitle = useGroupTitle();
  return (
    <VirtualTable {...list} label={t('people.result')} columns={COLUMNS.map((code) => ({ code, title: t(`people.col.${code}`) }))} idOf={idOf}
      className={cards ? 'people-list as-cards' : 'people-list'} height={cards ? 76 : 41} scroller="page" row={(row) => <Row row={row} groupTitle={groupTitle} />} />
  );
}

const Row = memo(function Row({ row, groupTitle }: { row: PersonRow; groupTitle: (code: string) => string }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  return (
    <div className="row-grid">
      <div role="cell" className="c-name">
        <Link to={`/people/${row.id}`}>{row.name}</Link> <span className="hint">{t('person.sex_age', { sex: sexTitle(row.sex, t), age: row.age })}</span>
      </div>
      <div role="cell" className="c-groups"><span className="tags">{row.groups.map((group) => <Tag key={group}>{groupTitle(group)}</Tag>)}</span></div>
      <div role="cell" className="c-division">{row.division.name}</div>
      <div role="cell" className="c-last">{row.last_contact ? day(row.last_contact, today) : t('todo.never')}</div>
      <div role="cell" className="c-tasks">{row.open_tasks > 0 ? t('people.tasks', { count: row.open_tasks }) : <span className="hint">{t('people.no_tasks')}</span>}</div>
    </div>
  );
});
