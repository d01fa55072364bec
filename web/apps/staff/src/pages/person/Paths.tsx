import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Path } from '../../api/types';
import { Chip } from '../../ui/Chip';
import { ClauseLink } from '../../ui/Clause';

/** Which help comes next for this person, by the pack's pathway; while facts are missing, what it may be and what to ask. */
export function Paths({ paths }: { paths: Path[] }): ReactElement | null {
  const { t } = useTranslation();
  if (paths.length === 0) return null;
  return (
    <section className="card paths" aria-labelledby="paths-title">
      <h2 id="paths-title">{t('path.title')}</h2>
      {paths.map((path) => (
        <article key={path.rule}>
          {path.outcome === 'branch' && <p><strong>{path.title}</strong> <ClauseLink id={path.clause} /></p>}
          {path.outcome === 'error' && <p><Chip tone="bad">{t('owed.error')}</Chip></p>}
          {path.outcome === 'undetermined' && (
            <>
              <p><Chip tone="ask">{t('verdict.ask', { count: path.missing.length })}</Chip> <ClauseLink id={path.clause} /></p>
              {path.missing.length > 0 && <ul className="asks">{path.missing.map((fact) => <li key={fact.fact}><b aria-hidden="true">?</b> {fact.ask}</li>)}</ul>}
              {path.possible.length > 0 && (
                <details>
                  <summary>{t('path.possible', { count: path.possible.length })}</summary>
                  <ul>{path.possible.map((one) => <li key={one.code}>{one.title}</li>)}</ul>
                </details>
              )}
            </>
          )}
        </article>
      ))}
    </section>
  );
}
