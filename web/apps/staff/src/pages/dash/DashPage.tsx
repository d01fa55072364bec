import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { day, instant } from '../../../../../shared/format';
import { api } from '../../api/client';
import { isStatus } from '../../api/problem';
import type { Indicators } from '../../api/types';
import { useSession } from '../../app/session';
import { usePage } from '../../app/usePage';
import { AsOfBand } from '../../ui/AsOfBand';
import { DistrictMap } from '../../ui/DistrictMap';
import { Empty, Failed, Waiting } from '../../ui/States';
import { IndicatorCard } from './IndicatorCard';
import { RunMissing } from './RunMissing';
import { PartsTable } from './PartsTable';
import { indicatorsQuery, useDashUrl, type DashUrl } from './useDash';

export default function DashPage(): ReactElement {
  const { t } = useTranslation();
  const heading = usePage(t('dash.title'));
  const { today } = useSession();
  const url = useDashUrl();
  const found = useQuery({ ...indicatorsQuery(url.scope, url.asOf), placeholderData: keepPreviousData });
  const data = found.data;
  return (
    <div className="page dash">
      <div className="head-row">
        <div>
          <Crumbs url={url} data={data} />
          <h1 ref={heading} tabIndex={-1}>{data ? t('dash.heading', { division: data.division.name }) : t('dash.title')}</h1>
          {data && <p className="lead">{t('dash.fresh', { day: day(data.as_of, today), at: instant(data.run.finished_at, today) })}</p>}
        </div>
        <label className="as-of">{t('asof.label')} <input className="input" type="date" max={today} value={url.asOf ?? data?.as_of ?? today} onChange={(event) => url.set({ as_of: event.target.value })} /></label>
      </div>
      {data && <AsOfBand asOf={data.as_of} />}
      {found.isPending && <Waiting rows={4} height={160} />}
      {found.error && (isStatus(found.error, 409)
        ? <RunMissing asOf={url.asOf} onLatest={() => url.set({ as_of: null })} />
        : <Failed error={found.error} onRetry={() => void found.refetch()} />)}
      {data && !found.error && <Board data={data} url={url} />}
    </div>
  );
}

/** The way back up: city, district, street. */
function Crumbs({ url, data }: { url: DashUrl; data: Indicators | undefined }): ReactElement | null {
  const { account } = useSession();
  const own = account.division.code;
  const here = data?.division.code ?? '';
  const tree = useQuery({
    queryKey: ['division-path', here],
    enabled: here !== '' && here !== own,
    queryFn: async ({ signal }) => {
      const path = [];
      for (let code: string | null = (await api.division(here, signal)).parent; code; ) {
        const division = await api.division(code, signal);
        path.unshift(division);
        code = code === own ? null : division.parent;
      }
      return path;
    },
  });
  if (!tree.data?.length) return null;
  return (
    <p className="crumbs">
      {tree.data.map((division) => <span key={division.code}><Link to={url.to({ scope: division.code === own ? null : division.code })}>{division.name}</Link> › </span>)}
      {data?.division.name}
    </p>
  );
}

function Board({ data, url }: { data: Indicators; url: DashUrl }): ReactElement {
  const { t } = useTranslation();
  // What nobody is due for comes last; it stays visible, because an empty denominator is a finding too.
  const items = [...data.items].sort((a, b) => Number(a.denominator === 0) - Number(b.denominator === 0));
  const chosen = items.find((item) => item.code === url.ind) ?? items[0];
  if (!chosen) return <Empty title={t('dash.none')} />;
  const children = new Map(data.divisions.map((division) => [division.code, division]));
  const parts = chosen.parts.map((part) => ({
    ...part, code: part.division, name: children.get(part.division)?.name ?? part.division,
    to: children.get(part.division)?.level === 'community' || !children.has(part.division)
      ? url.to({ scope: part.division, ind: null }, `/ind/${chosen.code}`) : url.to({ scope: part.division }),
  }));
  return (
    <>
      <ul className="cards">
        {items.map((item) => <IndicatorCard key={item.id} item={item} chosen={item === chosen} url={url} />)}
      </ul>
      <div className={data.division.level === 'city' ? 'dash-parts' : 'dash-parts single'}>
        {data.division.level === 'city' && (
          <section className="card" aria-labelledby="map-title">
            <h2 id="map-title">{t('dash.map', { title: chosen.title })}</h2>
            <DistrictMap title={t('dash.map', { title: chosen.title })} shares={parts} />
          </section>
        )}
        <PartsTable title={chosen.title} level={data.divisions[0]?.level ?? ''} parts={parts} />
      </div>
    </>
  );
}
