import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as f from './format';

describe('in English', () => {
  beforeEach(() => f.speak('en'));
  afterEach(() => f.speak('zh-CN'));
  it('writes dates as English does', () => {
    expect(f.day('2020-10-30', '2020-11-01')).toBe('30 Oct');
    expect(f.day('2019-10-30', '2020-11-01')).toBe('30 Oct 2019');
    expect(f.dayWithWeekday('2020-10-30', '2020-11-01')).toBe('Fri 30 Oct');
    expect(f.instant('2020-10-30T00:12:00Z', '2020-11-01')).toBe('30 Oct 08:12');
    expect(f.joined('a', '', null, 'b')).toBe('a, b');
  });
});

describe('pct', () => {
  it('truncates, never rounds up to a full count', () => {
    expect(f.pct(2980, 2981)).toBe('99.9%');
    expect(f.pct(1, 3)).toBe('33.3%');
    expect(f.pct(2, 3)).toBe('66.6%');
  });
  it('says 100% only when all are done and 0% only when none is', () => {
    expect(f.pct(2981, 2981)).toBe('100%');
    expect(f.pct(0, 2981)).toBe('0%');
    expect(f.pct(1, 20000)).toBe('<0.1%');
  });
  it('has no share without a denominator', () => expect(f.pct(0, 0)).toBe('—'));
  it('never reads 100% below a full count, for any denominator', () => {
    for (let d = 2; d < 3000; d += 7) expect(f.pct(d - 1, d)).not.toBe('100%');
  });
});

describe('numbers', () => {
  it('groups thousands', () => {
    expect(f.count(71251)).toBe('71,251');
    expect(f.count(999)).toBe('999');
    expect(f.count(-1234567)).toBe('-1,234,567');
  });
  it('prints fen exactly', () => {
    expect(f.money(61200)).toBe('¥ 612.00');
    expect(f.money(61200, 'prose')).toBe('¥ 612');
    expect(f.money(61205, 'prose')).toBe('¥ 612.05');
    expect(f.money(-100000005)).toBe('-¥ 1,000,000.05');
  });
});

describe('dates', () => {
  it('drops the year inside the current year', () => {
    expect(f.day('2020-10-30', '2020-11-02')).toBe('10月30日');
    expect(f.day('2019-10-30', '2020-11-02')).toBe('2019年10月30日');
    expect(f.day(null)).toBe('—');
  });
  it('knows weekdays and distances without a time zone', () => {
    expect(f.dayWithWeekday('2020-10-30', '2020-10-30')).toBe('10月30日 周五');
    expect(f.daysBetween('2020-02-28', '2020-03-01')).toBe(2);
    expect(f.daysBetween('2020-10-30', '2020-10-27')).toBe(-3);
    expect(f.daysLeftInMonth('2020-10-30')).toBe(2);
    expect(f.daysLeftInMonth('2020-02-29')).toBe(1);
  });
  it('shows instants in Tianjin’s time', () => {
    expect(f.instant('2020-10-29T18:30:00Z', '2020-10-30')).toBe('10月30日 02:30');
    expect(f.clock('2020-10-30T08:12:00+08:00')).toBe('08:12');
    expect(f.instant('2020-10-30', '2020-10-30')).toBe('10月30日');
  });
});

describe('masks', () => {
  it('keeps the first and last digits only', () => {
    expect(f.maskId('129001196803121234')).toBe('1290**********1234');
    expect(f.maskId('1290**********1234')).toBe('1290**********1234');
    expect(f.maskPhone('13800006017')).toBe('138****6017');
    expect(f.spokenMask('身份证', '1290**********1234')).toBe('身份证，尾号1234');
  });
});

describe('places in the order', () => {
  it('turns a clause id into the paragraph people cite', () => {
    expect(f.clauseLabel('C2.3.11')).toBe('§五(二)3');
    expect(f.clauseLabel('W2.2')).toBe('§六2');
    expect(f.clauseLabel('G1')).toBe('G1');
  });
  it('shortens districts for the map', () => expect(['滨海新区', '和平区', '区'].map(f.shortDistrict)).toEqual(['滨海', '和平', '区']));
  it('bins shares as the legend says', () => {
    expect([79.9, 80, 85, 90, 95].map((share) => f.shareBin(share * 10, 1000))).toEqual([0, 1, 2, 3, 4]);
    expect(f.shareBin(0, 0)).toBeNull();
  });
});
