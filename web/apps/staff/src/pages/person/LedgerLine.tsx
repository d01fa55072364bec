import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { count, day, daysBetween, instant, joined, money } from '../../../../../shared/format';
import { useChannelTitle } from '../../api/queries';
import type { Entry } from '../../api/types';
import { useSession } from '../../app/session';
import { ClauseLink } from '../../ui/Clause';
import { correctable, family } from './kinds';

const LATE_DAYS = 3;

export function LedgerLine({ entry, all, onCorrect }: { entry: Entry; all: Entry[]; onCorrect: (entry: Entry) => void }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  const channelTitle = useChannelTitle();
  const corrected = entry.corrected_by !== null;
  const original = entry.corrects ? all.find((other) => other.entry_id === entry.corrects) : undefined;
  const late = (daysBetween(entry.occurred_on, entry.recorded_at) ?? 0) > LATE_DAYS;
  const by = joined(entry.recorded_by, entry.unit, entry.channel && channelTitle(entry.channel));
  return (
    <li id={`entry-${entry.entry_id}`} className={`line ${family(entry.kind)}${corrected ? ' corrected' : ''}`}>
      <p className="hint">{joined(day(entry.occurred_on, today), late && t('ledger.late', { at: instant(entry.recorded_at, today) }))}</p>
      <p className="line-title">
        {corrected ? <s>{entry.title}</s> : entry.title}
        {entry.clauses.map((clause) => <ClauseLink key={clause} id={clause} />)}
      </p>
      {(entry.text || entry.fen !== null || entry.n !== null) && (
        <p className={corrected ? 'struck' : ''}>
          {entry.text}{entry.fen !== null && ` ${money(entry.fen)}`}{entry.n !== null && ` ${t('ledger.number', { n: count(entry.n) })}`}
        </p>
      )}
      {corrected && <p className="hint"><a href={`#entry-${entry.corrected_by}`}>{t('ledger.corrected')}</a></p>}
      {entry.corrects && <p className="hint">{t('ledger.corrects', { day: original ? day(original.occurred_on, today) : '', title: original?.title ?? '' })}</p>}
      <p className="hint line-foot">
        {by}
        {!corrected && correctable(entry.kind) && (
          <button type="button" className="link" aria-label={t('ledger.correct_of', { title: entry.title, day: day(entry.occurred_on, today) })} onClick={() => onCorrect(entry)}>{t('ledger.correct')}</button>
        )}
      </p>
    </li>
  );
}
