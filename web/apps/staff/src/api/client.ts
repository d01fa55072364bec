import { ApiError, readProblem } from './problem';
import type * as T from './types';

const BASE = '/api/v1';
type Query = Record<string, string | number | null | undefined>;

function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return BASE + path + (text ? `?${text}` : '');
}

async function send<R>(path: string, init: RequestInit): Promise<R> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch {
    throw new ApiError(0, {});
  }
  if (!response.ok) throw await readProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as R;
}

const get = <R>(path: string, query?: Query, signal?: AbortSignal): Promise<R> => send<R>(address(path, query), { signal });

/** `key` makes a retry safe: the same key with the same body is carried out once. */
const post = <R>(path: string, body: unknown, key: string = crypto.randomUUID(), version?: number): Promise<R> =>
  send<R>(address(path), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    },
  });

export const api = {
  session: (signal?: AbortSignal) => get<T.Session>('/session', {}, signal),
  signIn: (account: string, password: string) => post<T.Session>('/session', { account, password }),
  signOut: () => send<void>(address('/session'), { method: 'DELETE' }),

  workItems: (query: Query, signal?: AbortSignal) => get<T.WorkItems>('/work-items', query, signal),
  questions: (signal?: AbortSignal) => get<T.Questions>('/questions', {}, signal),

  searchPersons: (search: T.Search) => post<T.Page<T.PersonRow>>('/persons:search', search),
  person: (id: string, signal?: AbortSignal) => get<T.Person>(`/persons/${id}`, {}, signal),
  facts: (id: string, signal?: AbortSignal) => get<T.Items<T.Fact>>(`/persons/${id}/facts`, {}, signal),
  links: (id: string, signal?: AbortSignal) => get<T.Items<T.Link>>(`/persons/${id}/links`, {}, signal),
  entries: (id: string, cursor: string | null, signal?: AbortSignal) =>
    get<T.Page<T.Entry>>(`/persons/${id}/entries`, { cursor }, signal),
  determinations: (id: string, asOf: string | null, signal?: AbortSignal) =>
    get<T.Determinations>(`/persons/${id}/determinations`, { as_of: asOf }, signal),
  record: (id: string, entry: T.NewEntry, key: string, version?: number) =>
    post<T.Recorded>(`/persons/${id}/entries`, entry, key, version),
  reveal: (id: string, field: string, purpose: string, reason: string) =>
    post<T.Revealed>(`/persons/${id}:reveal`, { field, purpose, reason }),

  indicators: (division: string | null, asOf: string | null, signal?: AbortSignal) =>
    get<T.Indicators>('/indicators', { division, as_of: asOf }, signal),
  subjects: (id: string, query: Query, signal?: AbortSignal) => get<T.Page<T.Subject>>(`/indicators/${id}/subjects`, query, signal),
  division: (code: string, signal?: AbortSignal) => get<T.DivisionTree>(`/divisions/${code}`, {}, signal),

  applications: (stage: string, cursor: string | null, signal?: AbortSignal) =>
    get<T.Applications>('/applications', { stage, cursor }, signal),
  review: (id: string, verdict: T.ReviewVerdict, reason: string, key: string) =>
    post<unknown>(`/applications/${id}:review`, { verdict, reason }, key),
  reports: (signal?: AbortSignal) => get<T.Items<T.Report>>('/reports', {}, signal),
  createReport: (division: string, asOf: string, key: string) =>
    post<{ report_id: string }>('/reports', { division, as_of: asOf }, key),
  screening: (signal?: AbortSignal) => get<T.Screening>('/screening', {}, signal),
};
