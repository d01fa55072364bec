import { createContext, useCallback, useContext, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clauseLabel } from '../../../../shared/format';
import { SideSheet } from './SideSheet';

export interface ClauseText {
  id: string;
  text?: string;
}

const Open = createContext<(clause: ClauseText) => void>(() => undefined);

/** Shows clause texts for the pages inside. Texts seen once (with an indicator, a policy) are known to every later link. */
export function ClauseProvider({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<ClauseText | null>(null);
  const [known] = useState(() => new Map<string, string>());
  const open = useCallback((clause: ClauseText) => {
    if (clause.text) known.set(clause.id, clause.text);
    setShown({ id: clause.id, text: clause.text ?? known.get(clause.id) });
  }, [known]);
  return (
    <Open value={open}>
      {children}
      <SideSheet open={shown !== null} onClose={() => setShown(null)} title={t('clause.title', { clause: clauseLabel(shown?.id ?? '') })}>
        <p className="clause-text">{shown?.text ?? t('clause.not_here')}</p>
        <p className="hint">{t('clause.id', { id: shown?.id })}</p>
      </SideSheet>
    </Open>
  );
}

/** 「§五(二)3」: which paragraph of the order asks for this. */
export function ClauseLink({ id, text }: ClauseText): ReactElement | null {
  const { t } = useTranslation();
  const open = useContext(Open);
  const label = useMemo(() => clauseLabel(id), [id]);
  if (!id) return null;
  return (
    <button type="button" className="clause" aria-label={t('clause.open', { id })} onClick={(event) => { event.stopPropagation(); open({ id, text }); }}>
      {label}
    </button>
  );
}
