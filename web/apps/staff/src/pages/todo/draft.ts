import type { NewEntry, Questions } from '../../api/types';

export interface Answer {
  state: 'known' | 'unknown';
  value: unknown;
  refused?: boolean;
}

export type Act = 'briefing' | 'guidance' | 'job';

/** What the worker has filled in so far. Nothing is answered before she answers it. */
export interface Draft {
  answers: Record<string, Answer>;
  channel: string | null;
  result: string | null;
  status: string | null;
  acts: Act[];
  /** Why this job is meant for this person; without it a recommendation does not count. */
  reason: string;
  note: string;
}

export const EMPTY: Draft = { answers: {}, channel: null, result: null, status: null, acts: [], reason: '', note: '' };

export type Field = 'channel' | 'result' | 'status' | 'reason';

const KINDS: Record<Act, string> = { briefing: 'BriefingGiven', guidance: 'GuidanceGiven', job: 'JobRecommended' };

export const reached = (draft: Draft, questions: Questions): boolean =>
  questions.results.find((result) => result.code === draft.result)?.effective ?? false;

/** What is missing before it can be saved, in the order of the form. */
export function missing(draft: Draft, questions: Questions): Field[] {
  const wanted: Field[] = [];
  if (!draft.channel) wanted.push('channel');
  if (!draft.result) wanted.push('result');
  if (reached(draft, questions) && !draft.status && questions.statuses.length > 0) wanted.push('status');
  if (reached(draft, questions) && draft.acts.includes('job') && draft.reason.trim().length < 4) wanted.push('reason');
  return wanted;
}

/**
 * The entries one contact becomes: the follow-up first, with the answers, then each service.
 * An attempt that reached nobody carries no answers and no services (domain.md 5.5, 5.6).
 */
export function entries(draft: Draft, questions: Questions, today: string): NewEntry[] {
  const note = draft.note.trim();
  const common = { occurred_on: today, channel: draft.channel ?? '' };
  if (!reached(draft, questions)) return [{ ...common, kind: 'FollowUpAttempted', code: draft.result ?? '', note }];
  const facts = Object.entries(draft.answers).map(([fact, answer]) => ({ fact, ...answer }));
  const followUp: NewEntry = { ...common, kind: 'FollowUpDone', code: draft.status ?? '', note, facts };
  const services = draft.acts.map((act) => ({ ...common, kind: KINDS[act], note: act === 'job' ? draft.reason.trim() : note }));
  return [followUp, ...services];
}
