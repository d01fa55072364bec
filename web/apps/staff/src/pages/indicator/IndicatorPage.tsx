import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { count, day, instant, pct } from '../../../../../shared/format';
import { isStatus } from '../../api/problem';
import type { Indicator, Indicators } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { AsOfBand } from '../../ui/AsOfBand';
import { Bullet } from '../../ui/Bullet';
import { Empty, Failed, Waiting } from '../../ui/States';
import { indicatorsQuery, useDashUrl } from '../dash/useDash';
import { RunMissing } from '../dash/RunMissing';
import { PartsTable } from '../dash/PartsTable';
import { Names, PARTS, type SubjectPart } from './Names';

/** One indicator: what it means, what it counts, and the named people behind every number of it. */
export default function IndicatorPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('ind.title'));
  const { code = '' } = useParams();
  const url = useDashUrl();
  const found = useQuery(indicatorsQuery(url.scope, url.asOf));
  const item = found.data?.items.find((one) => one.code === code);
  return (
    <div className="page">
      <p className="crumbs"><Link to={url.to({ ind: code })}>{t('nav.dash')}</Link> › {found.data?.division.name}</p>
      <h1 ref={heading} tabIndex={-1}>{item?.title ?? t('ind.title')} {item && <small>{item.code}</small>}</h1>
      {found.isPending && <Waiting rows={4} height={90} />}
      {found.error && (isStatus(found.error, 409) ? <RunMissing asOf={url.asOf} onLatest={() => url.set({ as_of: null })} /> : <Failed error={found.error} onRetry={() => void found.refetch()} />)}
      {found.data && !item && <Empty title={t('ind.missing')} />}
      {found.data && item && <Body data={found.data} item={item} />}
    </div>
  );
}

function Body({ data, item }: { data: Indicators; item: Indicator }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const url = useDashUrl();
  const [params, setParams] = useSearchParams();
  const part: SubjectPart = PARTS.find((one) => one === params.get('part')) ?? 'not_counted';
  const names = new Map(data.divisions.map((division) => [division.code, division.name]));
  const parts = item.parts.map((one) => ({ ...one, code: one.division, name: names.get(one.division) ?? one.division, to: url.to({ scope: one.division }, `/ind/${item.code}`) }));
  return (
    <>
      <AsOfBand asOf={data.as_of} />
      <div className="ind-top">
        <section className="card kpi" aria-label={t('ind.value')}>
          <p className="kpi-number"><b>{pct(item.numerator, item.denominator)}</b> <span>{count(item.numerator)} / {count(item.denominator)}</span></p>
          <Bullet numerator={item.numerator} denominator={item.denominator} target={item.target} label={item.title} />
          <p className="hint">{t('dash.fresh', { day: day(data.as_of, today), at: instant(data.run.finished_at, today) })}</p>
          {item.unknown > 0 && <p className="doubt">{t('dash.unknown', { count: count(item.unknown), low: item.low, high: item.high })}</p>}
        </section>
        <section className="card" aria-label={t('ind.definition')}>
          <h2>{t('ind.definition')}</h2>
          <p>{item.definition}</p>
          {item.period && <p className="hint">{t('ind.period', { period: item.period })}</p>}
          {item.clauses.map((clause) => <blockquote key={clause.id}><b>{clause.id}</b> {clause.text}</blockquote>)}
          <p className="hint">{t('ind.run', { run: data.run.id.slice(0, 8), seal: data.run.seal })}</p>
        </section>
      </div>
      <div className={parts.length > 0 ? 'ind-bottom' : 'ind-bottom single'}>
        <Names item={item} scope={url.scope} asOf={url.asOf} part={part} onPart={(next) => { const to = new URLSearchParams(params); to.set('part', next); setParams(to, { replace: true }); }} />
        {parts.length > 0 && <PartsTable title={item.title} level={data.divisions[0]?.level ?? ''} parts={parts} />}
      </div>
    </>
  );
}
