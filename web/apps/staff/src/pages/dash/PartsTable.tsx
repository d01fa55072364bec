import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { count, pct, ratio } from '../../../../../shared/format';
import { Bullet } from '../../ui/Bullet';

export interface Part {
  code: string;
  name: string;
  numerator: number;
  denominator: number;
  unknown: number;
  to?: string;
}

const FOLD = 20;

/** The parts of the scope, worst first. A part without anybody in it comes last and has no share. */
export function PartsTable({ title, level, parts }: { title: string; level: string; parts: Part[] }): ReactElement {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const rank = (part: Part): number => (part.denominator === 0 ? 2 : ratio(part.numerator, part.denominator));
  const sorted = [...parts].sort((a, b) => rank(a) - rank(b) || b.denominator - a.denominator);
  const shown = all ? sorted : sorted.slice(0, FOLD);
  if (parts.length === 0) return <section className="card"><h2>{title}</h2><p className="hint">{t('dash.no_parts')}</p></section>;
  const unit = t(`dash.level.${level || 'unit'}` as 'dash.level.unit');
  return (
    <section className="card" aria-labelledby="parts-title">
      <h2 id="parts-title">{t('dash.parts', { count: parts.length, unit })} <small>{t('dash.worst_first')}</small></h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="parts-title">
        <table className="table">
          <thead>
            <tr><th scope="col">{unit}</th><th scope="col" className="num">{t('dash.counts')}</th><th scope="col"><span className="sr">{t('dash.bar')}</span></th><th scope="col" className="num">{t('dash.share')}</th><th scope="col" className="num">{t('dash.left_short')}</th></tr>
          </thead>
          <tbody>
            {shown.map((part) => (
              <tr key={part.code}>
                <th scope="row">{part.to ? <Link to={part.to}>{part.name}</Link> : part.name}</th>
                <td className="num">{count(part.numerator)} / {count(part.denominator)}</td>
                <td className="bar"><Bullet slim numerator={part.numerator} denominator={part.denominator} label={part.name} /></td>
                <td className="num">{pct(part.numerator, part.denominator)}</td>
                <td className="num">{count(part.denominator - part.numerator)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > shown.length && <p><button type="button" className="btn" onClick={() => setAll(true)}>{t('dash.show_all', { count: sorted.length })}</button></p>}
    </section>
  );
}
