import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Questions } from '../api/types';
import type { Answer } from '../pages/todo/draft';
import { Choice } from './Choice';

type Question = Questions['facts'][number];

interface Props {
  question: Question;
  answer: Answer | undefined;
  onAnswer: (answer: Answer | null) => void;
  hint?: string;
}

const SPECIAL = { unknown: 'leye:unknown', refused: 'leye:refused' };

function code(answer: Answer | undefined): string | null {
  if (!answer) return null;
  if (answer.state === 'unknown') return answer.refused ? SPECIAL.refused : SPECIAL.unknown;
  return String(answer.value);
}

/** One question of the pack. "Not clear" and "would rather not say" can always be chosen and are kept apart. */
export function FactQuestion({ question, answer, onAnswer, hint }: Props): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const always = [{ value: SPECIAL.unknown, title: t('fact.unclear') }, { value: SPECIAL.refused, title: t('fact.refused') }];
  const bool = question.type === 'bool';
  const options = question.options.length > 0 ? question.options : bool ? [{ value: 'true', title: t('fact.yes') }, { value: 'false', title: t('fact.no') }] : [];
  const kind = options.length > 0 || question.type === 'string' ? 'text' : question.type === 'date' ? 'date' : 'number';
  const choose = (value: string): void => {
    if (value === SPECIAL.unknown) return onAnswer({ state: 'unknown', value: null });
    if (value === SPECIAL.refused) return onAnswer({ state: 'unknown', value: null, refused: true });
    onAnswer({ state: 'known', value: bool ? value === 'true' : kind === 'number' ? Number(value) : value });
  };
  if (options.length > 0) {
    return <Choice legend={question.ask || question.title} options={[...options, ...always]} value={code(answer)} onChange={choose} hint={hint} />;
  }
  const free = answer?.state === 'known' ? String(answer.value ?? '') : '';
  return (
    <div className="question">
      <label htmlFor={id}>{question.ask || question.title}</label>
      <div className="question-row">
        <input id={id} className="input" type={kind} value={free}
          onChange={(event) => (event.target.value ? choose(event.target.value) : onAnswer(null))} />
        <Choice legend={t('fact.or')} options={always} value={code(answer)} onChange={choose} />
      </div>
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}
