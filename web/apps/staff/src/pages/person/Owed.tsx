import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, money } from '../../../../../shared/format';
import { api } from '../../api/client';
import { isStatus } from '../../api/problem';
import type { Condition, Determination } from '../../api/types';
import { useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { ClauseLink } from '../../ui/Clause';
import { Empty, Failed, Waiting } from '../../ui/States';
import { Verdict } from '../../ui/Verdict';
import { WhyTree } from './WhyTree';

const ORDER = ['eligible', 'undetermined', 'error', 'not_eligible', 'not_in_force'];

/** What the person may be owed: yes and how much, what to ask, or what is missing, always with the reason. */
export function Owed({ person }: { person: string }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const found = useQuery({ queryKey: ['person', person, 'determinations'], queryFn: ({ signal }) => api.determinations(person, undefined, signal) });
  const items = [...(found.data?.items ?? [])].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  return (
    <section className="card" id="owed" tabIndex={-1} aria-labelledby="owed-title">
      <h2 id="owed-title">{t('owed.title')} {found.data && <small>{t('owed.as_of', { day: day(found.data.as_of, today) })}</small>}</h2>
      {found.isPending && <Waiting rows={4} height={90} />}
      {found.error && (isStatus(found.error, 409) ? <Empty title={t('owed.no_run')} /> : <Failed error={found.error} onRetry={() => void found.refetch()} />)}
      {found.data && items.length === 0 && <Empty title={t('owed.none')} />}
      {items.map((item) => <Policy key={`${item.rule}${item.subject}`} item={item} />)}
    </section>
  );
}

const asks = (conditions: Condition[]): Condition[] => conditions.filter((condition) => condition.value === 'U');

function Policy({ item }: { item: Determination }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const failed = item.conditions.filter((condition) => condition.value === 'F');
  const papers = item.evidence.filter((paper) => paper.state === 'missing').length;
  const doubtful = item.params_used.some((param) => param.certainty === 'assumed' || param.certainty === 'A');
  return (
    <article className="policy">
      <h3><Verdict outcome={item.outcome} missing={item.missing.length} /> {item.title}</h3>
      {item.outcome === 'eligible' && item.amount_fen !== null && (
        <p className="amount">{t('owed.amount')} <b>{money(item.amount_fen, 'prose')}</b> {doubtful && <span className="hint">{t('owed.assumed')}</span>}</p>
      )}
      {item.outcome === 'undetermined' && (
        <ul className="asks">{asks(item.conditions).map((condition) => <li key={condition.id}><b aria-hidden="true">?</b> {condition.ask || condition.title || condition.id}</li>)}</ul>
      )}
      {item.outcome === 'not_eligible' && failed.length > 0 && (
        <ul className="asks">{failed.slice(0, 2).map((condition) => <li key={condition.id} className="hint">{condition.fix || condition.title}</li>)}</ul>
      )}
      {item.outcome === 'error' && <Chip tone="bad">{t('owed.error')}</Chip>}
      {(item.outcome === 'eligible' || item.outcome === 'undetermined') && papers > 0 && <p className="papers">{t('owed.papers', { count: papers })}</p>}
      <p className="policy-foot">
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'owed.hide' : 'owed.why')}</button>
        {item.clauses.map((clause) => <ClauseLink key={clause.id} {...clause} />)}
      </p>
      {open && <WhyTree conditions={item.conditions} params={item.params_used} />}
    </article>
  );
}
