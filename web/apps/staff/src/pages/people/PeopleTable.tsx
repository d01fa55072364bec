import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { day } from '../../../../../shared/format';
import { useGroupTitle } from '../../api/queries';
import type { PersonRow } from '../../api/types';
import { useSession } from '../../app/session';
import { Tag } from '../../ui/Chip';
import { sexTitle } from '../../ui/sex';

export function PeopleTable({ rows, total }: { rows: PersonRow[]; total: number }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const groupTitle = useGroupTitle();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('people.result')}>
      <table className="table people" aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th scope="col">{t('people.col.name')}</th><th scope="col">{t('people.col.groups')}</th><th scope="col">{t('people.col.division')}</th>
            <th scope="col">{t('people.col.last')}</th><th scope="col" className="num">{t('people.col.tasks')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="whole">
                <Link to={`/people/${row.id}`}>{row.name}</Link>{' '}
                <span className="hint">{t('person.sex_age', { sex: sexTitle(row.sex, t), age: row.age })}</span>
              </th>
              <td><span className="tags">{row.groups.map((group) => <Tag key={group}>{groupTitle(group)}</Tag>)}</span></td>
              <td>{row.division.name}</td>
              <td>{row.last_contact ? day(row.last_contact, today) : t('todo.never')}</td>
              <td className="num">{row.open_tasks}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
