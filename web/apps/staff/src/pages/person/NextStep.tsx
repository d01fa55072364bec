import { Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, joined } from '../../../../../shared/format';
import type { Person } from '../../api/types';
import { useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { ClauseLink } from '../../ui/Clause';

/** The one thing to do next, with one button. */
export function NextStep({ person, onStart }: { person: Person; onStart: () => void }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const step = person.next_step;
  if (!step) return <section className="next" aria-label={t('next.label')}><Chip tone="ok">{t('next.none')}</Chip><p>{t('next.none_text')}</p></section>;
  const late = step.due_on !== '' && step.due_on < today;
  const asks = person.tasks.find((task) => task.task_id === step.task_id)?.missing.length ?? 0;
  return (
    <section className="next" aria-label={t('next.label')}>
      <Chip tone={late ? 'bad' : step.due_on === today ? 'warn' : 'idle'}>
        {late ? t('next.late', { day: day(step.due_on, today) }) : t('todo.due.by', { day: day(step.due_on, today) })}
      </Chip>
      <p><strong>{t('next.label')}：</strong>{joined(step.title, asks > 0 && t('todo.missing', { count: asks }))}</p>
      <ClauseLink id={step.clause} />
      <Button type="primary" onClick={onStart}>{t('next.start')}</Button>
    </section>
  );
}
