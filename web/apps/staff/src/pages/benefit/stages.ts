import type { TFunction } from 'i18next';
import type { Application, Session } from '../../api/types';

/** The stages of domain.md 5.8 in the order a file passes through them. */
export const STAGES = [
  'identified', 'informed', 'applied', 'awaiting_applicant', 'in_review', 'reviewed', 'approved', 'payable', 'in_batch', 'sent', 'paid', 'returned', 'refused', 'withdrawn',
];

export function stageTitle(code: string, t: TFunction): string {
  return STAGES.includes(code) ? t(`benefit.stage.${code}` as 'benefit.stage.applied') : code;
}

const WHO: Record<string, string[]> = { in_review: ['reviewer1'], reviewed: ['reviewer2'] };

/**
 * First review is the first reviewer's, second the second's, and never of a file the same person has acted on:
 * the server lists those who did in `acted_by` and refuses them whatever this page shows.
 */
export function mayReview(account: Session['account'], item: Application): boolean {
  return (WHO[item.stage] ?? []).includes(account.role) && !item.acted_by.includes(account.id);
}
