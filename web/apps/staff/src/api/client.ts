import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../../../../shared/api';
import { prefs } from '../app/prefs';
import { connection } from '../app/connection';
import { ApiError, readProblem } from './problem';
import type { NewEntry, ReviewVerdict, RevealField, Search, SubjectFilter, WorkFilter, WorkSearch } from './types';

const refused: Middleware = {
  onRequest({ request }) {
    // The server's words come in the language of the page, not of the browser.
    request.headers.set('Accept-Language', prefs.get().locale);
  },
  async onResponse({ response }) {
    connection.answered();
    if (!response.ok) throw await readProblem(response);
  },
  onError({ error }) {
    if (error instanceof Error && error.name === 'AbortError') return error;
    connection.silent();
    return new ApiError(0, {});
  },
};

// fetch is looked up at every call, so that tests may put their own in its place.
const client = createClient<paths>({ credentials: 'same-origin', fetch: (request: Request) => fetch(request) });
client.use(refused);

/** The body of an answer; the middleware has thrown already when there is none to be had. */
async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** What makes a retry safe: the same key with the same body is carried out once. */
const once = (key: string = crypto.randomUUID()) => ({ 'Idempotency-Key': key });
const person = (person_id: string) => ({ path: { person_id } });

export const api = {
  session: (signal?: AbortSignal) => body(client.GET('/api/v1/session', { signal })),
  signIn: (account: string, password: string) => body(client.POST('/api/v1/session', { body: { account, password } })),
  signOut: () => body(client.DELETE('/api/v1/session')),

  questions: (signal?: AbortSignal) => body(client.GET('/api/v1/questions', { signal })),
  workItems: (query: WorkFilter, signal?: AbortSignal) => body(client.GET('/api/v1/work-items', { params: { query }, signal })),

  clause: (clause_id: string, signal?: AbortSignal) => body(client.GET('/api/v1/clauses/{clause_id}', { params: { path: { clause_id } }, signal })),

  /** By POST: a name has no place in an address. */
  searchWorkItems: (search: WorkSearch, signal?: AbortSignal) =>
    body(client.POST('/api/v1/work-items:search', { params: { header: once() }, body: search, signal })),
  /** By POST: a name or an id has no place in an address. */
  searchPersons: (search: Search, signal?: AbortSignal) =>
    body(client.POST('/api/v1/persons:search', { params: { header: once() }, body: search, signal })),
  person: (id: string, signal?: AbortSignal) => body(client.GET('/api/v1/persons/{person_id}', { params: person(id), signal })),
  facts: (id: string, signal?: AbortSignal) => body(client.GET('/api/v1/persons/{person_id}/facts', { params: person(id), signal })),
  links: (id: string, signal?: AbortSignal) => body(client.GET('/api/v1/persons/{person_id}/links', { params: person(id), signal })),
  entries: (id: string, cursor: string | undefined, signal?: AbortSignal) =>
    body(client.GET('/api/v1/persons/{person_id}/entries', { params: { ...person(id), query: { cursor } }, signal })),
  determinations: (id: string, as_of: string | undefined, signal?: AbortSignal) =>
    body(client.GET('/api/v1/persons/{person_id}/determinations', { params: { ...person(id), query: { as_of } }, signal })),
  record: (id: string, entry: NewEntry, key: string) =>
    body(client.POST('/api/v1/persons/{person_id}/entries', { params: { ...person(id), header: once(key) }, body: entry })),
  reveal: (id: string, field: RevealField, purpose: string, reason: string) =>
    body(client.POST('/api/v1/persons/{person_id}:reveal', { params: { ...person(id), header: once() }, body: { field, purpose, reason } })),

  indicators: (division: string | undefined, as_of: string | undefined, signal?: AbortSignal) =>
    body(client.GET('/api/v1/indicators', { params: { query: { division, as_of } }, signal })),
  subjects: (indicator: string, query: SubjectFilter, signal?: AbortSignal) =>
    body(client.GET('/api/v1/indicators/{indicator}/subjects', { params: { path: { indicator }, query }, signal })),
  runIndicators: (as_of: string, key: string) =>
    body(client.POST('/api/v1/indicators:run', { params: { header: once(key) }, body: { as_of } })),
  division: (code: string, signal?: AbortSignal) => body(client.GET('/api/v1/divisions/{code}', { params: { path: { code } }, signal })),

  applications: (stage: string | undefined, cursor: string | undefined, signal?: AbortSignal) =>
    body(client.GET('/api/v1/applications', { params: { query: { stage, cursor } }, signal })),
  review: (application_id: string, verdict: ReviewVerdict, reason: string, key: string) =>
    body(client.POST('/api/v1/applications/{application_id}:review', { params: { path: { application_id }, header: once(key) }, body: { verdict, reason } })),
  reports: (signal?: AbortSignal) => body(client.GET('/api/v1/reports', { signal })),
  createReport: (division: string, as_of: string, key: string) =>
    body(client.POST('/api/v1/reports', { params: { header: once(key) }, body: { division, as_of } })),
  screening: (signal?: AbortSignal) => body(client.GET('/api/v1/screening', { signal })),
};
