import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, daysBetween, joined } from '../../../../../shared/format';
import type { WorkItem } from '../../api/types';
import { Chip, Tag } from '../../ui/Chip';
import { ClauseLink } from '../../ui/Clause';
import { PackageMark } from '../../ui/Package';
import { sexTitle } from '../../ui/sex';
import { due } from './due';

interface Props {
  item: WorkItem;
  today: string;
  selected: boolean;
  groupTitle: (code: string) => string;
  channelTitle: (code: string) => string;
  onOpen: (item: WorkItem) => void;
  onContact: (item: WorkItem) => void;
}

/** One task: a table row on a desk, a card on a phone. Plain elements only, because there may be thousands. */
export const WorkRow = memo(function WorkRow({ item, today, selected, groupTitle, channelTitle, onOpen, onContact }: Props): ReactElement {
  const { t } = useTranslation();
  const { person, last_contact: last } = item;
  const when = due(item, today, t);
  const ago = last ? daysBetween(last.on, today) : null;
  const [group, ...others] = person.groups;
  return (
    <div className={selected ? 'row-grid on' : 'row-grid'} onClick={() => onContact(item)}>
      <div role="cell" className="c-due"><Chip tone={when.tone}>{when.text}</Chip></div>
      <div role="cell" className="c-name">
        <button type="button" className="name" onClick={(event) => { event.stopPropagation(); onOpen(item); }}>{person.name}</button>
        <span className="hint">{t('person.sex_age', { sex: sexTitle(person.sex, t), age: person.age })}</span>
        <span className="tags">
          {group && <Tag>{groupTitle(group)}</Tag>}
          {others.length > 0 && <span className="tag" title={joined(...others.map(groupTitle))}>+{others.length}</span>}
        </span>
      </div>
      <div role="cell" className="c-task">
        <span>{item.title}</span>
        <span className="second">
          <ClauseLink id={item.clause} />
          {item.missing.length > 0 && <span className="hint">{t('todo.missing', { count: item.missing.length })}</span>}
        </span>
      </div>
      <div role="cell" className="c-package"><PackageMark of={item.package} /></div>
      <div role="cell" className="c-last">
        <span>{last ? `${day(last.on, today)} ${channelTitle(last.channel)}` : t('todo.never')}</span>
        <span className="hint">{joined(ago !== null && t('todo.ago', { days: ago }), person.place)}</span>
      </div>
      <div role="cell" className="c-act">
        <button type="button" className="btn" aria-label={t('todo.contact_of', { name: person.name })}
          onClick={(event) => { event.stopPropagation(); onContact(item); }}>
          {t('todo.contact')}
        </button>
      </div>
    </div>
  );
});
