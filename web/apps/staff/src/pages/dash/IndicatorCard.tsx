import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { count, pct } from '../../../../../shared/format';
import type { Indicator } from '../../api/types';
import { Bullet } from '../../ui/Bullet';
import { ClauseLink } from '../../ui/Clause';
import type { DashUrl } from './useDash';

export function IndicatorCard({ item, chosen, url }: { item: Indicator; chosen: boolean; url: DashUrl }): ReactElement {
  const { t } = useTranslation();
  const left = item.denominator - item.numerator;
  const page = url.to({ ind: null }, `/ind/${item.code}`);
  return (
    <li className={chosen ? 'card kpi on' : 'card kpi'}>
      <div className="kpi-head">
        <h2><button type="button" className="plain" aria-pressed={chosen} onClick={() => url.set({ ind: item.code })}>{item.title}</button></h2>
        <span>{item.clauses.slice(0, 1).map((clause) => <ClauseLink key={clause.id} {...clause} />)}</span>
      </div>
      <p className="kpi-number"><b>{pct(item.numerator, item.denominator)}</b> <Link to={page}>{count(item.numerator)} / {count(item.denominator)}</Link></p>
      <Bullet numerator={item.numerator} denominator={item.denominator} target={item.target} label={item.title} />
      <p className="hint definition">{item.definition}</p>
      {item.unknown > 0 && <p className="doubt">{t('dash.unknown', { count: count(item.unknown), low: item.low, high: item.high })}</p>}
      {item.errors > 0 && <p className="doubt bad">{t('dash.errors', { count: count(item.errors) })}</p>}
      {item.denominator === 0 ? <p>{t('dash.nobody')}</p>
        : left > 0 ? <p><Link to={`${page}${page.endsWith('?') ? '' : '&'}part=not_counted`}>{t('dash.left', { count: count(left) })}</Link></p> : <p>{t('dash.all_done')}</p>}
    </li>
  );
}
