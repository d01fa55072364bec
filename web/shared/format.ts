/**
 * Every number, date and masked value on screen goes through here, so that all pages agree (web.md 4.7).
 * Business dates are civil dates in Asia/Shanghai and arrive as YYYY-MM-DD: no time zone of the browser takes part.
 */

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const NUMERALS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export const UNKNOWN = '—';

let english = false;
/** The language dates and lists are written in from now on. */
export const speak = (locale: string): void => { english = locale === 'en'; };

/** Parts of one line, without the empty ones. */
export function joined(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(english ? ', ' : '，');
}

/** Share in percent, truncated: only a full count reads 100%, only zero reads 0%. */
export function pct(numerator: number, denominator: number): string {
  if (denominator <= 0) return UNKNOWN;
  if (numerator >= denominator) return '100%';
  if (numerator <= 0) return '0%';
  const tenths = Math.floor((numerator * 1000) / denominator);
  if (tenths < 1) return '<0.1%';
  return `${Math.floor(tenths / 10)}.${tenths % 10}%`;
}

/** The same share as 0…1 for drawing bars; a missing denominator draws nothing. */
export function ratio(numerator: number, denominator: number): number {
  if (denominator <= 0) return 0;
  return Math.min(1, Math.max(0, numerator / denominator));
}

/** 71251 → 71,251 */
export function count(value: number): string {
  const sign = value < 0 ? '-' : '';
  return sign + Math.abs(Math.trunc(value)).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Fen to "¥ 612.00"; in prose whole yuan drop the decimals. */
export function money(fen: number, style: 'list' | 'prose' = 'list'): string {
  const sign = fen < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(fen) / 100);
  const cents = Math.abs(fen) % 100;
  const decimals = style === 'prose' && cents === 0 ? '' : `.${cents.toString().padStart(2, '0')}`;
  return `${sign}¥ ${count(whole)}${decimals}`;
}

interface Ymd {
  year: number;
  month: number;
  day: number;
}

/** Reads the civil date at the start of "2020-10-30" or "2020-10-30T08:12:00+08:00"; null when there is none. */
export function readDate(text: string | null | undefined): Ymd | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? '');
  if (!match) return null;
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

const utc = (date: Ymd): number => Date.UTC(date.year, date.month - 1, date.day);

/** "10月30日" in the year of `today`, otherwise "2019年10月30日"; in English "30 Oct", "30 Oct 2019". */
export function day(text: string | null | undefined, today?: string): string {
  const date = readDate(text);
  if (!date) return UNKNOWN;
  const year = readDate(today)?.year;
  if (english) {
    const short = `${date.day} ${MONTHS_EN[date.month - 1]}`;
    return year === date.year ? short : `${short} ${date.year}`;
  }
  const short = `${date.month}月${date.day}日`;
  return year === date.year ? short : `${date.year}年${short}`;
}

/** "10月30日 周五": where a person acts on the date. */
export function dayWithWeekday(text: string, today?: string): string {
  const date = readDate(text);
  if (!date) return UNKNOWN;
  const weekday = new Date(utc(date)).getUTCDay();
  return english ? `${WEEKDAYS_EN[weekday]} ${day(text, today)}` : `${day(text, today)} ${WEEKDAYS[weekday]}`;
}

/** Whole days from `from` to `to`; negative when `to` is earlier, null when either is no date. */
export function daysBetween(from: string | null | undefined, to: string | null | undefined): number | null {
  const a = readDate(from);
  const b = readDate(to);
  if (!a || !b) return null;
  return Math.round((utc(b) - utc(a)) / 86_400_000);
}

/** Days left in the month of `today`, today included: the divisor of "平均每天". */
export function daysLeftInMonth(today: string): number {
  const date = readDate(today);
  if (!date) return 1;
  const last = new Date(Date.UTC(date.year, date.month, 0)).getUTCDate();
  return last - date.day + 1;
}

/** An instant with offset to "10月30日 08:12" in Asia/Shanghai, whatever the browser's zone is. */
export function instant(text: string | null | undefined, today?: string): string {
  if (!text) return UNKNOWN;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return day(text, today);
  if (!text.includes('T')) return day(text, today);
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${day(local, today)} ${local.slice(11, 16)}`;
}

/** The clock part of `instant`: "08:12". */
export function clock(text: string | null | undefined): string {
  return text?.includes('T') ? instant(text).slice(-5) : UNKNOWN;
}

/** First 4, last 4 of a citizen id; a value that is masked already is left as it came. */
export function maskId(id: string): string {
  if (id.includes('*') || id.length < 9) return id;
  return id.slice(0, 4) + '*'.repeat(id.length - 8) + id.slice(-4);
}

/** 138****6017; a value that is masked already is left as it came. */
export function maskPhone(phone: string): string {
  if (phone.includes('*') || phone.length < 8) return phone;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** What a screen reader says for a masked value: the kind and the last four digits. */
export function spokenMask(kind: string, masked: string): string {
  return joined(kind, `${english ? 'ending in ' : '尾号'}${masked.slice(-4)}`);
}

/** Clause id to the place in the order: C2.3.11 → §五(二)3, W2.2 → §六2. */
export function clauseLabel(id: string): string {
  const call = /^C(\d)\.(\d+)/.exec(id);
  if (call) return `§五(${NUMERALS[Number(call[1])] ?? call[1]})${call[2]}`;
  const work = /^W(\d+)/.exec(id);
  return work ? `§六${work[1]}` : id;
}

/** A district's name without its kind, for a map: 滨海新区 → 滨海. */
export function shortDistrict(name: string): string {
  return name.length > 2 ? name.replace(/新?区$/, '') : name;
}

/** Which of the five map colours a share gets: 0 is behind (below 80 %), 4 is 95 % and more, null is no data. */
export function shareBin(numerator: number, denominator: number): 0 | 1 | 2 | 3 | 4 | null {
  if (denominator <= 0) return null;
  const share = (numerator * 100) / denominator;
  if (share < 80) return 0;
  if (share < 85) return 1;
  if (share < 90) return 2;
  return share < 95 ? 3 : 4;
}
