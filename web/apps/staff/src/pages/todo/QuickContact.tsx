import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { joined } from '../../../../../shared/format';
import { questionsQuery } from '../../api/queries';
import type { WorkItem } from '../../api/types';
import { useKeys } from '../../app/keys';
import { useMedia } from '../../app/media';
import { useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { ClauseLink } from '../../ui/Clause';
import { FactQuestion } from '../../ui/FactQuestion';
import { PackageMark } from '../../ui/Package';
import { Failed, Waiting } from '../../ui/States';
import { sexTitle } from '../../ui/sex';
import { ContactFields } from './ContactFields';
import { entries, missing } from './draft';
import { useDraft } from './drafts';
import { due } from './due';
import { useRecord } from './useRecord';

const ASKED = 3;

/** Who the pane is about, once, for its own heading and for the sheet's title on a phone. */
export function ContactTitle({ item }: { item: WorkItem }): ReactElement {
  const { t } = useTranslation();
  const { person } = item;
  return (
    <>
      {person.name} <span className="hint">{joined(t('person.sex_age', { sex: sexTitle(person.sex, t), age: person.age }), person.place)}</span>
    </>
  );
}

/** Records one contact without leaving the list: why now, what to ask, how it went, what was done. */
export function QuickContact({ item, onDone }: { item: WorkItem; onDone: (item: WorkItem) => void }): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { today } = useSession();
  const inPane = useMedia('(min-width: 1100px)');
  const questions = useQuery(questionsQuery);
  const record = useRecord(item.person.id);
  const [draft, change] = useDraft(item.task_id);
  const [tried, setTried] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const form = useId();
  const wrong = questions.data && tried ? missing(draft, questions.data) : [];
  useEffect(() => { if (tried) summary.current?.focus(); }, [tried]);

  const save = (): void => {
    if (!questions.data || record.isPending) return;
    setTried(true);
    if (missing(draft, questions.data).length > 0) return summary.current?.focus();
    record.mutate(entries(draft, questions.data, today), {
      onSuccess: (written) => {
        const closed = written.reduce((sum, one) => sum + one.closed_tasks.length, 0);
        void message.success(closed > 0 ? t('contact.saved_closed', { name: item.person.name, count: closed }) : t('contact.saved', { name: item.person.name }));
        change(null);
        setTried(false);
        onDone(item);
      },
    });
  };
  useKeys({ 'Ctrl+Enter': save });

  if (questions.isPending) return <Waiting rows={4} height={90} />;
  if (questions.error) return <Failed error={questions.error} onRetry={() => void questions.refetch()} />;
  const when = due(item, today, t);
  const asked = item.missing.slice(0, ASKED).map((need) =>
    questions.data.facts.find((fact) => fact.fact === need.fact) ?? { fact: need.fact, title: need.fact, ask: need.ask, type: 'bool', options: [] });
  return (
    <form id={form} className="contact" noValidate onSubmit={(event) => { event.preventDefault(); save(); }}>
      <div className="contact-body">
        <div className="contact-who">
          {inPane && <h2 id="contact" tabIndex={-1}><ContactTitle item={item} /></h2>}
          <Link to={`/people/${item.person.id}`}>{t('contact.open')}</Link>
        </div>
        <div className={`why ${asked.length > 0 ? 'ask' : 'calm'}`}>
          <Chip tone={when.tone}>{when.text}</Chip> <strong>{item.title}</strong> <ClauseLink id={item.clause} />
          <p>{asked.length > 0 ? t('contact.why_ask', { count: asked.length }) : t('contact.why')}</p>
          <PackageMark of={item.package} />
        </div>
        {wrong.length > 0 && (
          <div className="failed" role="alert" tabIndex={-1} ref={summary}>
            <p><strong>{t('contact.incomplete')}</strong></p>
            <ul>{wrong.map((field) => <li key={field}>{t(`contact.need.${field}`)}</li>)}</ul>
          </div>
        )}
        {asked.length > 0 && (
          <section>
            <h3><span className="step">1</span>{t('contact.ask')}</h3>
            {asked.map((question) => (
              <FactQuestion key={question.fact} question={question} answer={draft.answers[question.fact]}
                onAnswer={(answer) => {
                  const { [question.fact]: _, ...rest } = draft.answers;
                  change({ answers: answer ? { ...rest, [question.fact]: answer } : rest });
                }} />
            ))}
          </section>
        )}
        <section>
          <h3><span className="step">{asked.length > 0 ? 2 : 1}</span>{t('contact.how')}</h3>
          <ContactFields draft={draft} questions={questions.data} wrong={wrong} onChange={change} />
        </section>
        {record.error && <Failed error={record.error} safe={t('error.kept')} onRetry={save} />}
      </div>
      <div className="contact-foot">
        <Button type="primary" htmlType="submit" size="large" loading={record.isPending}>{t('contact.save')}</Button>
        <span className="hint keys"><kbd>Ctrl</kbd>+<kbd>Enter</kbd> {t('contact.key_save')} <kbd>J</kbd><kbd>K</kbd> {t('contact.key_move')}</span>
      </div>
    </form>
  );
}
