import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, joined } from '../../../../../shared/format';
import { api } from '../../api/client';
import type { Fact } from '../../api/types';
import { useSession } from '../../app/session';
import { Chip } from '../../ui/Chip';
import { valueText } from '../../ui/value';
import { Empty, Failed, Waiting } from '../../ui/States';

/** What is known about the person, from where and since when. Sources that disagree are shown side by side. */
export function Facts({ person }: { person: string }): ReactElement {
  const { t } = useTranslation();
  const facts = useQuery({ queryKey: ['person', person, 'facts'], queryFn: ({ signal }) => api.facts(person, signal) });
  return (
    <section className="card" id="facts" tabIndex={-1} aria-labelledby="facts-title">
      <h2 id="facts-title">{t('fact.title')} <small>{t('fact.subtitle')}</small></h2>
      {facts.isPending && <Waiting rows={5} height={40} />}
      {facts.error && <Failed error={facts.error} onRetry={() => void facts.refetch()} />}
      {facts.data?.items.length === 0 && <Empty title={t('fact.none')} />}
      {facts.data && facts.data.items.length > 0 && (
        <table className="table narrow facts">
          <thead><tr><th>{t('fact.name')}</th><th>{t('fact.value')}</th><th>{t('fact.source')}</th><th>{t('fact.state')}</th></tr></thead>
          <tbody>{facts.data.items.map((fact) => <Row key={fact.fact} fact={fact} />)}</tbody>
        </table>
      )}
      <Sources person={person} />
    </section>
  );
}

/** Which registers know this person: where a correction would have to be made. */
function Sources({ person }: { person: string }): ReactElement | null {
  const { t } = useTranslation();
  const { today } = useSession();
  const links = useQuery({ queryKey: ['person', person, 'links'], queryFn: ({ signal }) => api.links(person, signal) });
  if (!links.data?.items.length) return null;
  return (
    <div className="sources">
      <h3>{t('fact.registers')}</h3>
      <ul>{links.data.items.map((link) => <li key={link.record_id}>{joined(link.title, link.since && day(link.since, today))}</li>)}</ul>
    </div>
  );
}

function Row({ fact }: { fact: Fact }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const text = fact.type === 'date' ? day(fact.text) : fact.text;
  const value = fact.state === 'known' ? text || valueText(fact.value, t) : t(fact.state === 'absent' ? 'fact.absent' : 'fact.unknown');
  const conflict = fact.conflict.length > 0;
  return (
    <tr>
      <th scope="row">{fact.title}</th>
      <td className="strong">
        {value}
        {conflict && (
          <ul className="conflict">
            {fact.conflict.map((other, at) => <li key={at}>{t('fact.other', { value: valueText(other.value, t), source: other.source, day: day(other.since, today) })}</li>)}
          </ul>
        )}
      </td>
      <td>{fact.source ? joined(fact.source, fact.since && day(fact.since, today)) : t('fact.never')}</td>
      <td>
        {conflict ? <Chip tone="warn">{t('fact.conflict')}</Chip> : fact.state === 'unknown' ? <Chip tone="ask">{t('fact.to_ask')}</Chip> : <Chip tone="ok">{t('fact.known')}</Chip>}
      </td>
    </tr>
  );
}
