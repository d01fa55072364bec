import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { day, joined } from '../../../../../shared/format';
import type { Condition, Determination } from '../../api/types';
import { useSession } from '../../app/session';
import { Mark } from '../../ui/Icon';
import { valueText } from '../../ui/value';

const TONES = { T: 'ok', F: 'idle', U: 'ask', E: 'bad' } as const;

/** T, F, U or E; anything else is treated as failed, never as met. */
const valueOf = ({ value }: Condition): keyof typeof TONES => (value === 'T' || value === 'F' || value === 'U' ? value : 'E');


/** Each condition with its verdict, the comparison that decided it and the facts it read with their sources. */
export function WhyTree({ conditions, params }: { conditions: Condition[]; params: Determination['params_used'] }): ReactElement {
  const { t } = useTranslation();
  const { today } = useSession();
  return (
    <div className="why-tree">
      <ul>
        {conditions.map((condition) => (
          <li key={condition.id} className={TONES[valueOf(condition)]}>
            <p><Mark tone={TONES[valueOf(condition)]} /><span className="sr">{t(`owed.value.${valueOf(condition)}`)}：</span>{condition.title || condition.id}{condition.why && <code>{condition.why}</code>}</p>
            {condition.value === 'U' && condition.ask && <p className="hint">{t('owed.to_ask', { ask: condition.ask })}</p>}
            {condition.value === 'E' && condition.place && <p className="hint">{condition.place}</p>}
            {condition.read.length > 0 && (
              <ul>
                {condition.read.map((fact) => (
                  <li key={fact.fact} className="hint">
                    {fact.fact}：{fact.state === 'known' ? valueText(fact.value, t) : t(fact.state === 'absent' ? 'fact.absent' : 'fact.unknown')}
                    {fact.source && `（${joined(fact.source, fact.since && day(fact.since, today))}）`}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {params.length > 0 && (
        <p className="hint">{t('owed.params')}{params.map((param) => `${param.name} = ${String(param.value)}（${param.row}）`).join('；')}</p>
      )}
    </div>
  );
}
