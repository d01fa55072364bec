import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count, instant, money } from '../../../../../shared/format';
import { api } from '../../api/client';
import { isStatus } from '../../api/problem';
import type { Screened } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { Chip } from '../../ui/Chip';
import { Empty, Failed, Waiting } from '../../ui/States';

/** The latest screening: for each policy how many may have it, how many it is not yet known of and why. */
export default function ScreenPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('screen.title'));
  const { today } = useSession();
  const found = useQuery({ queryKey: ['screening'], queryFn: ({ signal }) => api.screening(signal) });
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>{t('screen.title')}</h1>
      <p className="lead">{found.data ? t('screen.lead', { at: instant(found.data.run.finished_at, today) }) : t('screen.intro')}</p>
      {found.isPending && <Waiting rows={3} height={160} />}
      {found.error && (isStatus(found.error, 404) || isStatus(found.error, 409) ? <Empty title={t('screen.none')} /> : <Failed error={found.error} onRetry={() => void found.refetch()} />)}
      {found.data?.items.length === 0 && <Empty title={t('screen.none')} />}
      <div className="screen-list">{found.data?.items.map((item) => <Policy key={item.rule} item={item} />)}</div>
    </div>
  );
}

const OUTCOMES = [['eligible', 'ok'], ['undetermined', 'ask'], ['not_eligible', 'idle'], ['error', 'bad']] as const;

function Policy({ item }: { item: Screened }): ReactElement {
  const { t } = useTranslation();
  const all = item.eligible + item.undetermined + item.not_eligible + item.error;
  const top = Math.max(1, ...item.missing_top.map((fact) => fact.count));
  return (
    <section className="card policy-screen" aria-label={item.title}>
      <h2>{item.title} <small>{item.code}</small></h2>
      <div className="screen-columns">
        <table className="funnel">
          <caption className="sr">{t('screen.outcomes')}</caption>
          <tbody>
            <tr><th scope="row">{t('screen.all')}</th><td className="num">{count(all)}</td><td><i style={{ width: '100%' }} /></td></tr>
            {OUTCOMES.filter(([outcome]) => outcome !== 'error' || item.error > 0).map(([outcome, tone]) => (
              <tr key={outcome} className={tone}>
                <th scope="row"><Chip tone={tone}>{t(`verdict.${outcome}`)}</Chip></th>
                <td className="num">{count(item[outcome])}</td>
                <td><i style={{ width: `${all > 0 ? (item[outcome] * 100) / all : 0}%` }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
        <div>
          {item.eligible > 0 && <p className="amount">{t('screen.amount')} <b>{money(item.amount_fen, 'prose')}</b></p>}
          {item.missing_top.length > 0 && (
            <>
              <h3>{t('screen.missing')}</h3>
              <ul className="missing-top">
                {item.missing_top.slice(0, 5).map((fact) => (
                  <li key={fact.fact}><span>{fact.title}</span><b>{t('screen.people', { count: count(fact.count) })}</b><i style={{ width: `${(fact.count * 100) / top}%` }} /></li>
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
