import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pct, shareBin, shortDistrict } from '../../../../shared/format';
import geo from '../../assets/geo/tianjin.json';

export interface DistrictShare {
  code: string;
  name: string;
  numerator: number;
  denominator: number;
  /** Where this district leads; without it the district is drawn but is no link. */
  to?: string;
}

const LIGHT_INK = new Set([3, 4]);

/** Sixteen districts in five steps of a share, each a link that can be reached by keyboard; the inner six again, larger. */
export function DistrictMap({ title, shares }: { title: string; shares: DistrictShare[] }): ReactElement {
  const { t } = useTranslation();
  const by = new Map(shares.map((share) => [share.code, share]));
  const inner = new Set(geo.inset.districts.map((district) => district.code));
  const outer = geo.districts.filter((district) => !inner.has(district.code));
  return (
    <figure className="map">
      <svg viewBox={`-48 0 ${geo.width + 48} ${geo.height}`} role="group" aria-label={title}>
        {outer.map((district) => <District key={district.code} {...district} share={by.get(district.code)} />)}
        <g aria-hidden="true">
          {geo.districts.filter((district) => inner.has(district.code)).map((district) => (
            <path key={district.code} d={district.d} className={`bin-${binOf(by.get(district.code))}`} />
          ))}
        </g>
        <g transform="translate(-46 8)">
          <rect className="inset" width={geo.inset.size} height={geo.inset.size + 12} rx="4" />
          <text className="inset-title" x="8" y="16">{t('dash.inset')}</text>
          <g transform="translate(0 14)">
            {geo.inset.districts.map((district) => <District key={district.code} {...district} share={by.get(district.code)} />)}
          </g>
        </g>
      </svg>
      <figcaption>
        <ul className="legend">
          {([0, 1, 2, 3, 4] as const).map((bin) => <li key={bin}><i className={`bin-${bin}`} />{t(`dash.bin.${bin}`)}</li>)}
          <li><i className="bin-none" />{t('dash.bin.none')}</li>
        </ul>
        <p className="hint">{geo.note}{geo.approval && `，${geo.approval}`}</p>
      </figcaption>
    </figure>
  );
}

const binOf = (share: DistrictShare | undefined): number | 'none' => (share ? (shareBin(share.numerator, share.denominator) ?? 'none') : 'none');

interface ShapeProps {
  name: string;
  d: string;
  label: number[];
  share: DistrictShare | undefined;
}

function District({ name, d, label, share }: ShapeProps): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const bin = binOf(share);
  const shape = (
    <>
      <path d={d} className={`bin-${bin}`} />
      <text x={label[0]} y={label[1]} aria-hidden="true" className={typeof bin === 'number' && LIGHT_INK.has(bin) ? 'light' : ''}>{shortDistrict(name)}</text>
    </>
  );
  if (!share?.to) return <g>{shape}</g>;
  const text = t('dash.district', { name, share: pct(share.numerator, share.denominator), n: share.numerator, d: share.denominator });
  return <Link to={share.to} id={id} aria-label={text} className="district">{shape}</Link>;
}
