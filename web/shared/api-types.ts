export interface Session {
  account: { id: string; login: string; name: string; role: string; division: Division };
  today: string;
  locale: string;
  campaign: { id: string; title: string; from: string; to: string; day: number; days: number };
  nav: string[];
}
export interface Division { code: string; name: string; level: string }
export interface Package { briefings: number; guidances: number; jobs: number; jobs_needed: number }
export interface WorkItem {
  task_id: string; kind: string; standard: string | null; title: string; clause: string; due_on: string; state: string;
  overdue_days: number; period: string; version: number;
  person: { id: string; name: string; sex: string; age: number; groups: string[]; place: string };
  package: Package;
  last_contact: { on: string; channel: string } | null;
  missing: { fact: string; ask: string }[];
}
export type Chip = 'overdue' | 'today' | 'help' | 'fact' | 'month' | 'done';
export interface WorkItems {
  items: WorkItem[]; counts: Record<Chip, number>; summary: { people: number; contacted: number; remaining: number };
  total: number; next_cursor: string | null; as_of: string;
}
export interface PersonRow {
  id: string; name: string; sex: string; age: number; groups: string[]; division: { code: string; name: string };
  last_contact: string | null; open_tasks: number;
}
export interface Person {
  id: string; version: number; name: string; sex: string; age: number; citizen_id: string; phone: string; address: string;
  groups: string[]; division: { code: string; name: string }; responsible: string;
  case: { state: string; path: string; path_title: string } | null; package: Package;
  next_step: { title: string; clause: string; due_on: string; task_id: string } | null; tasks: WorkItem[];
}
export interface Fact {
  fact: string; title: string; type: string; state: 'known' | 'absent' | 'unknown'; value: unknown; text: string; source: string;
  since: string; conflict: { value: unknown; source: string; since: string }[]; ask: string; version: number;
}
export interface Link { register: string; title: string; record_id: string; linked_by: string; since: string }
export interface Entry {
  entry_id: string; kind: string; title: string; occurred_on: string; recorded_at: string; recorded_by: string; unit: string;
  channel: string; code: string; text: string; effective: boolean; ref: string; n: number | null; fen: number | null;
  clauses: string[]; corrects: string | null; corrected_by: string | null;
}
export interface Determination {
  rule: string; code: string; title: string; subject?: string; outcome: 'eligible' | 'not_eligible' | 'undetermined' | 'error' | 'not_in_force';
  conditions: Condition[]; failed: string[]; missing: string[]; amount_fen?: number | null; payment?: string;
  params_used?: { name: string; row: string; value: unknown; certainty: string }[];
  clauses: { id: string; text: string }[]; evidence?: { id: string; state: string; due?: string | null }[];
}
export interface Condition {
  id: string; title?: string; value: 'T' | 'F' | 'U' | 'E'; why?: string; ask?: string; fix?: string; missing?: string[]; place?: string;
  read?: { fact: string; state: string; value: unknown; source: string; since: string }[];
}
export interface Indicator {
  id: string; code: string; title: string; definition: string; clauses: { id: string; text: string }[]; period: string;
  numerator: number; denominator: number; display: string; unknown: number; errors: number; low: string; high: string;
  target: number | null; certainty: string;
  parts: { division: string; numerator: number; denominator: number; display: string; unknown: number }[];
}
export interface Indicators {
  as_of: string; run: { id: string; seal: number; finished_at: string }; division: Division; items: Indicator[]; divisions: Division[];
}
export interface Subject { subject: string; kind: string; name: string; division: string; place: string; why: string }
export interface Questions {
  facts: { fact: string; title: string; ask: string; type: string; options: { value: string; title: string }[] }[];
  channels: { code: string; title: string }[]; results: { code: string; title: string; effective: boolean }[];
  statuses: { code: string; title: string }[]; groups?: { code: string; title: string }[];
}
export interface Application {
  id: string; policy: string; title: string; subject_name: string; amount_fen: number; stage: string; deferred: string[]; age_days: number; acted_by?: string[];
}
export interface Report { id: string; division: string; as_of: string; created_at: string; files: { format: string; href: string }[] }
export interface Screened {
  rule: string; code: string; title: string; eligible: number; not_eligible: number; undetermined: number; error: number;
  amount_fen: number; missing_top: { fact: string; title: string; count: number }[];
}
export interface ErrorItem { code: string; where: string; detail: string; remedy: string }
export interface Problem {
  type: string; title: string; status: number; code: string; detail: string; remedy: string; instance: string; errors: ErrorItem[];
}
export interface NewEntry {
  entry_id?: string; kind: string; occurred_on: string; channel?: string; code?: string; ref?: string; n?: number; note?: string;
  facts?: { fact: string; value: unknown; state: 'known' | 'absent' | 'unknown'; refused?: boolean; base_version?: number }[]; corrects?: string;
}
export interface Recorded { entry: Entry; entries: Entry[]; closed_tasks: string[]; opened_tasks: string[]; person_version: number }
export interface Search {
  name?: string; citizen_id?: string; phone_last4?: string; group?: string; division?: string; reason?: string; cursor?: string; limit?: number;
}
export interface Page<R> { items: R[]; total?: number; next_cursor: string | null }
export interface Items<R> { items: R[] }
export interface Revealed { value: string; expires_in: number }
export interface Determinations { as_of: string; run_id: string; pack: string; items: Determination[] }
export interface DivisionTree extends Division { parent: string | null; children: Division[] }
export type ReviewVerdict = 'pass' | 'return' | 'refuse';
export interface Applications { items: Application[]; counts: Record<string, number>; next_cursor?: string | null }
export interface Screening { run: { id: string; as_of?: string; finished_at: string }; items: Screened[] }
