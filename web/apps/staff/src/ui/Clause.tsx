import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clauseLabel } from '../../../../shared/format';
import { clauseQuery } from '../api/queries';
import { SideSheet } from './SideSheet';
import { Failed, Waiting } from './States';

export interface ClauseText {
  id: string;
  text?: string;
}

const Open = createContext<(clause: ClauseText) => void>(() => undefined);

/** A clause of the order has an outline number; what else is cited is another document, whose place the page knows. */
const numbered = (id: string): boolean => /^[A-Z]\d+(\.\d+)*$/.test(id);

/** Shows the text behind a clause link of the pages inside. */
export function ClauseProvider({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<ClauseText | null>(null);
  return (
    <Open value={setShown}>
      {children}
      <SideSheet open={shown !== null} onClose={() => setShown(null)} title={t('clause.title', { clause: clauseLabel(shown?.id ?? '') })}>
        {shown && (numbered(shown.id) ? <Numbered id={shown.id} /> : <p className="clause-text">{shown.text ? t('clause.place', { document: shown.id, place: shown.text }) : shown.id}</p>)}
      </SideSheet>
    </Open>
  );
}

/** Word for word, with the document and the place in it. The order is in Chinese whatever language the page speaks. */
function Numbered({ id }: { id: string }): ReactElement {
  const { t } = useTranslation();
  const clause = useQuery(clauseQuery(id));
  if (clause.isPending) return <Waiting rows={2} height={40} />;
  if (clause.error) return <Failed error={clause.error} onRetry={() => void clause.refetch()} />;
  const { text, document, document_title, issuer, place } = clause.data;
  return (
    <>
      <blockquote className="clause-text" lang="zh-CN">{text}</blockquote>
      <p className="hint" lang="zh-CN">{[issuer, document_title, document, place].filter(Boolean).join('，')}</p>
      <p className="hint">{t('clause.id', { id })}</p>
    </>
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
