import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's folder. */
export const root = join(__dirname, '../..');
/** Where screenshots and traces go. */
export const artifacts = join(root, 'var/browser');

const port = process.env.LEYE_PORT ?? '8097';
/** A server that already runs, or the one start.ts starts. */
export const url = process.env.LEYE_URL ?? `http://127.0.0.1:${port}`;

export interface Account {
  role: string;
  account: string;
  password: string;
  division: string;
}

/** Somebody on her first day; start.ts opens the account. */
export const newcomer: Account = { role: 'payer', account: 'newcomer', password: 'demo-newcomer-2020', division: '120104' };

interface Summary {
  data: string;
  /** The business date the demo ends on. */
  today: string;
  accounts: Account[];
}

export function summary(): Summary {
  return JSON.parse(readFileSync(process.env.LEYE_SUMMARY ?? join(root, 'var/demo/summary.json'), 'utf8')) as Summary;
}

/** The demo's account of a role; the journey of a role the demo lacks cannot run. */
export function account(role: string): Account {
  const found = summary().accounts.find((one) => one.role === role);
  if (!found) throw new Error(`the demo has no ${role}: ${summary().accounts.map((one) => one.role).join(', ')}`);
  return found;
}
