import { useId, type ReactElement } from 'react';

export interface Option {
  value: string;
  title: string;
}

interface Props {
  legend: string;
  options: Option[];
  value: string | null;
  onChange: (value: string) => void;
  hint?: string;
  required?: boolean;
  error?: string;
}

/** One answer of a few, as joined buttons. Nothing is preselected: an answer put there by a machine is not an answer. */
export function Choice({ legend, options, value, onChange, hint, required, error }: Props): ReactElement {
  const name = useId();
  return (
    <fieldset className={`choice${error ? ' wrong' : ''}`} aria-describedby={error || hint ? `${name}-hint` : undefined}>
      <legend>{legend}</legend>
      <div className={options.length > 4 ? 'choice-row loose' : 'choice-row'}>
        {options.map((option) => (
          <label key={option.value} className={option.value === value ? 'on' : ''}>
            <input type="radio" name={name} value={option.value} checked={option.value === value} required={required}
              onChange={() => onChange(option.value)} />
            <span>{option.title}</span>
          </label>
        ))}
      </div>
      {(error || hint) && <p id={`${name}-hint`} className={error ? 'field-error' : 'hint'}>{error ?? hint}</p>}
    </fieldset>
  );
}
