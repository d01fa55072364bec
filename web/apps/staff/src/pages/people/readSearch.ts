import type { Search } from '../../api/types';

/** Reads one box: a full citizen id, the last four digits of a phone, or a name. */
export function readSearch(text: string): Pick<Search, 'name' | 'citizen_id' | 'phone_last4'> {
  const clean = text.normalize('NFKC').replace(/\s+/g, '');
  if (clean === '') return {};
  if (/^\d{17}[\dXx]$/.test(clean)) return { citizen_id: clean.toUpperCase() };
  if (/^1\d{10}$/.test(clean)) return { phone_last4: clean.slice(-4) };
  if (/^\d{4}$/.test(clean)) return { phone_last4: clean };
  return { name: clean };
}
