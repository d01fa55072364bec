import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../api/types';

export function PackageCard({ person }: { person: Person }): ReactElement {
  const { t } = useTranslation();
  const { briefings, guidances, jobs, jobs_needed: needed } = person.package;
  const parts = [
    { name: 'briefing' as const, have: briefings, need: 1 },
    { name: 'guidance' as const, have: guidances, need: 1 },
    { name: 'job' as const, have: jobs, need: needed },
  ];
  return (
    <section className="card" aria-labelledby="package-title">
      <h2 id="package-title">{t('package.title')} <small>{t('package.subtitle')}</small></h2>
      <ul className="package-parts">
        {parts.map((part) => {
          const state = part.have >= part.need ? 'done' : part.have > 0 ? 'begun' : '';
          return (
            <li key={part.name} className={state}>
              <p><b>{part.need}</b> {t(`package.unit.${part.name}`)}</p>
              <p className="hint">{part.have >= part.need ? t('package.done', { count: part.have }) : t('package.short', { have: part.have, left: part.need - part.have })}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
