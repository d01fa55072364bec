import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Package } from '../api/types';

/** The "113" service at a glance: briefing, guidance, jobs told of n. */
export const PackageMark = memo(function PackageMark({ of }: { of: Package }): ReactElement {
  const { t } = useTranslation();
  const label = t('package.label', {
    briefings: Math.min(of.briefings, 1), guidances: Math.min(of.guidances, 1), jobs: of.jobs, needed: of.jobs_needed,
  });
  const state = (done: boolean, begun = false): string => (done ? 'done' : begun ? 'begun' : '');
  return (
    <span className="package-mark" role="img" aria-label={label}>
      <span className={state(of.briefings > 0)}>{t('package.briefing')}</span>
      <span className={state(of.guidances > 0)}>{t('package.guidance')}</span>
      <span className={state(of.jobs >= of.jobs_needed, of.jobs > 0)}>
        {t('package.job')} <b>{of.jobs}/{of.jobs_needed}</b>
      </span>
    </span>
  );
});
