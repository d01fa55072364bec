import { Button } from 'antd';
import { useState, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { spokenMask } from '../../../../../shared/format';
import { useGroupTitle } from '../../api/queries';
import type { Person } from '../../api/types';
import { usePhone } from '../../app/media';
import { Tag } from '../../ui/Chip';
import { sexTitle } from '../../ui/sex';
import { Reveal, type RevealField } from './Reveal';

interface Props {
  person: Person;
  heading: RefObject<HTMLHeadingElement | null>;
  onContact: () => void;
}

const FIELDS: RevealField[] = ['phone', 'citizen_id', 'address'];

export function PersonHead({ person, heading, onContact }: Props): ReactElement {
  const { t } = useTranslation();
  const groupTitle = useGroupTitle();
  const phone = usePhone();
  const [reveal, setReveal] = useState<RevealField | null>(null);
  const identity = (
    <dl className="identity">
      {FIELDS.map((field) => person[field] && (
        <div key={field}>
          <dt>{t(`person.${field}`)}</dt>
          <dd>
            <span aria-hidden={field !== 'address'}>{person[field]}</span>
            {field !== 'address' && <span className="sr">{spokenMask(t(`person.${field}`), person[field])}</span>}
            <button type="button" className="link" aria-label={t('reveal.open', { field: t(`person.${field}`) })} onClick={() => setReveal(field)}>{t('reveal.see')}</button>
          </dd>
        </div>
      ))}
      {person.responsible && <div><dt>{t('person.responsible')}</dt><dd>{person.responsible}</dd></div>}
    </dl>
  );
  return (
    <header className="person-head">
      <p className="crumbs"><Link to="/people">{t('nav.people')}</Link> › {person.division.name}</p>
      <div className="head-row">
        <h1 ref={heading} tabIndex={-1}>
          {person.name} <small>{t('person.sex_age', { sex: sexTitle(person.sex, t), age: person.age })}</small>
        </h1>
        <span className="tags">{person.groups.map((group) => <Tag key={group}>{groupTitle(group)}</Tag>)}</span>
        {!(phone && person.next_step) && <Button type="primary" onClick={onContact}>{t('todo.contact')}</Button>}
      </div>
      {phone ? <details><summary>{t('person.more')}</summary>{identity}</details> : identity}
      {reveal && <Reveal person={person.id} field={reveal} onClose={() => setReveal(null)} />}
    </header>
  );
}
