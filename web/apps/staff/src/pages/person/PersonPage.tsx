import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '../../api/client';
import { isCode, isStatus } from '../../api/problem';
import type { Person, WorkItem } from '../../api/types';
import { giveReason } from '../../app/reasons';
import { useKeys } from '../../app/keys';
import { usePage } from '../../app/usePage';
import { SideSheet } from '../../ui/SideSheet';
import { Empty, Failed, Waiting } from '../../ui/States';
import { ContactTitle, QuickContact } from '../todo/QuickContact';
import { isOpen } from '../todo/due';
import { Facts } from './Facts';
import { Ledger } from './Ledger';
import { NextStep } from './NextStep';
import { Owed } from './Owed';
import { PackageCard } from './PackageCard';
import { Paths } from './Paths';
import { ReasonGate } from './ReasonGate';
import { PersonHead } from './PersonHead';

export default function PersonPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('person.title'));
  const { id = '' } = useParams();
  const person = useQuery({ queryKey: ['person', id], queryFn: ({ signal }) => api.person(id, signal) });
  if (person.isPending) return <div className="page"><h1 ref={heading} tabIndex={-1} className="sr">{t('person.title')}</h1><Waiting rows={5} height={96} /></div>;
  if (person.error) {
    const hidden = isStatus(person.error, 403) || isStatus(person.error, 404);
    return (
      <div className="page">
        <h1 ref={heading} tabIndex={-1}>{t('person.title')}</h1>
        {isCode(person.error, 'access.reason_missing') ? <ReasonGate onGive={(reason) => { giveReason(id, reason); void person.refetch(); }} /> : hidden ? <Empty title={t('person.not_here')}><p><Link to="/people">{t('person.back')}</Link></p></Empty>
          : <Failed error={person.error} onRetry={() => void person.refetch()} />}
      </div>
    );
  }
  return <PersonView person={person.data} heading={heading} />;
}

/** The task to work on: the one the next step names, else the first open one, else a contact without a task. */
function workItem(person: Person): WorkItem {
  const named = person.tasks.find((task) => task.task_id === person.next_step?.task_id) ?? person.tasks.find((task) => isOpen(task.state));
  if (named) return named;
  return {
    task_id: person.id, kind: 'contact', standard: null, title: '', clause: '', due_on: '', state: 'open', overdue_days: 0, period: '', version: person.version,
    person: { id: person.id, name: person.name, sex: person.sex, age: person.age, groups: person.groups, place: person.division.name },
    package: person.package, last_contact: null, missing: [],
  };
}

function PersonView({ person, heading }: { person: Person; heading: React.RefObject<HTMLHeadingElement | null> }): ReactElement {
  const { t } = useTranslation();
  const [contact, setContact] = useState(false);
  const item = workItem(person);
  const column = (name: string) => () => document.getElementById(name)?.focus();
  useKeys({ 1: column('ledger'), 2: column('facts'), 3: column('owed'), n: () => setContact(true), c: () => setContact(true) });
  return (
    <div className="page person">
      <PersonHead person={person} heading={heading} onContact={() => setContact(true)} />
      <NextStep person={person} onStart={() => setContact(true)} />
      <div className="person-columns">
        <Ledger person={person} />
        <div className="stack">
          <PackageCard person={person} />
          <Paths paths={person.paths} />
          <Facts person={person.id} />
        </div>
        <Owed person={person.id} />
      </div>
      <SideSheet open={contact} onClose={() => setContact(false)} title={<ContactTitle item={item} />}>
        <QuickContact item={{ ...item, title: item.title || t('contact.free') }} onDone={() => setContact(false)} />
      </SideSheet>
    </div>
  );
}
