import { describe, expect, it } from 'vitest';
import type { Questions } from '../../api/types';
import { EMPTY, entries, missing, type Draft } from './draft';

const questions: Questions = {
  facts: [],
  groups: [],
  channels: [{ code: 'phone', title: '电话' }],
  results: [{ code: 'reached', title: '联系到本人', effective: true }, { code: 'no_answer', title: '无人接听', effective: false }],
  statuses: [{ code: 'unemployed_searching', title: '未就业，正在找' }],
};
const talked: Draft = { ...EMPTY, channel: 'phone', result: 'reached', status: 'unemployed_searching' };

describe('what a contact needs before it is saved', () => {
  it('asks for channel and result first', () => expect(missing(EMPTY, questions)).toEqual(['channel', 'result']));
  it('asks for the observed status when somebody was reached, "no change" included', () =>
    expect(missing({ ...talked, status: null }, questions)).toEqual(['status']));
  it('asks for no status when nobody answered', () =>
    expect(missing({ ...EMPTY, channel: 'phone', result: 'no_answer' }, questions)).toEqual([]));
  it('asks why a job was recommended', () => {
    expect(missing({ ...talked, acts: ['job'], reason: ' 好 ' }, questions)).toEqual(['reason']);
    expect(missing({ ...talked, acts: ['job'], reason: '离家近，会育婴' }, questions)).toEqual([]);
  });
});

describe('what a contact becomes in the ledger', () => {
  it('is one follow-up with the answers, then each service', () => {
    const made = entries({ ...talked, acts: ['briefing', 'job'], reason: '离家近', note: '想做育婴',
      answers: { 'person.has_income_work': { state: 'known', value: false } } }, questions, '2020-10-30');
    expect(made.map((entry) => entry.kind)).toEqual(['FollowUpDone', 'BriefingGiven', 'JobRecommended']);
    expect(made[0]?.facts).toEqual([{ fact: 'person.has_income_work', state: 'known', value: false }]);
    expect(made[2]?.note).toBe('离家近');
    expect(made.every((entry) => entry.occurred_on === '2020-10-30')).toBe(true);
  });
  it('keeps a refusal apart from a value', () => {
    const made = entries({ ...talked, answers: { f: { state: 'unknown', value: null, refused: true } } }, questions, '2020-10-30');
    expect(made[0]?.facts).toEqual([{ fact: 'f', state: 'unknown', value: null, refused: true }]);
  });
  it('is only an attempt when nobody was reached', () => {
    const made = entries({ ...talked, result: 'no_answer', acts: ['briefing'], answers: { f: { state: 'known', value: true } } }, questions, '2020-10-30');
    expect(made).toEqual([{ kind: 'FollowUpAttempted', code: 'no_answer', channel: 'phone', occurred_on: '2020-10-30', note: '' }]);
  });
});
