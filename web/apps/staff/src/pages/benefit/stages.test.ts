import { expect, it } from 'vitest';
import type { Application, Session } from '../../api/types';
import { mayReview } from './stages';

const account = (role: string, id = 'a'): Session['account'] => ({ id, login: id, name: id, role, division: { code: '120101', name: '和平区', level: 'district' }, rights: [] });
const file = (stage: string, acted_by: string[] = []): Application => ({ id: 'f', policy: 'P07', title: '', subject_name: '', amount_fen: 1, stage, deferred: [], age_days: 0, acted_by });

it('C1.3.12 gives each review to its own reviewer', () => {
  expect(mayReview(account('reviewer1'), file('in_review'))).toBe(true);
  expect(mayReview(account('reviewer2'), file('in_review'))).toBe(false);
  expect(mayReview(account('reviewer2'), file('reviewed'))).toBe(true);
  expect(mayReview(account('payer'), file('reviewed'))).toBe(false);
});

it('C1.3.12 hides the review from whoever acted on the file', () =>
  expect(mayReview(account('reviewer2', 'same'), file('reviewed', ['same']))).toBe(false));
