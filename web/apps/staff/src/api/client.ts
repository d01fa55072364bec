import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../../../../shared/api';
import { prefs } from '../app/prefs';
import { connection } from '../app/connection';
import { reasonFor } from '../app/reasons';
import { ApiError, readProblem } from './problem';
import type { AgreementStep, AuditFilter, NewAccount, NewAgreement, NewDeputy, NewEntry, NewExport, ReviewVerdict, RevealField, Search, SubjectFilter, WorkFilter, WorkSearch } from './types';

const refused: Middleware = {
  onRequest({ request }) {
    // The server's words come in the language of the page, not of the browser.
    request.headers.set('Accept-Language', prefs.get().locale);
    const reason = reasonFor(request.url);
    if (reason) request.headers.set('X-Leye-Reason', encodeURIComponent(reason));
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
/** The version an edit was made on. */
const seen = (version: number) => ({ 'If-Match': `"${version}"` });
const person = (person_id: string) => ({ path: { person_id } });

export const api = {
  session: (signal?: AbortSignal) => body(client.GET('/api/v1/session', { signal })),
  signIn: (account: string, password: string, code: string) => body(client.POST('/api/v1/session', { body: { account, password, code: code || undefined } })),
  signInWithPin: (pin: string) => body(client.POST('/api/v1/session:pin', { body: { pin } })),
  showAgain: (password: string, code: string) => body(client.POST('/api/v1/session:again', { body: { password, code: code || undefined } })),
  takePost: (post: string | null) => body(client.POST('/api/v1/session:post', { body: { post } })),
  changePassword: (password: string) => body(client.POST('/api/v1/session:password', { body: { password } })),
  notice: (kind: string, signal?: AbortSignal) => body(client.GET('/api/v1/notices/{kind}', { params: { path: { kind } }, signal })),
  confirmConfidentiality: (digest: string) => body(client.POST('/api/v1/notices/confidentiality:confirm', { body: { digest } })),
  beginFactor: () => body(client.POST('/api/v1/second-factor')),
  confirmFactor: (code: string) => body(client.POST('/api/v1/second-factor:confirm', { body: { code } })),
  sessions: (signal?: AbortSignal) => body(client.GET('/api/v1/sessions', { signal })),
  endSession: (session_id: string) => body(client.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id } } })),
  endOtherSessions: () => body(client.POST('/api/v1/sessions:end-others')),
  devices: (signal?: AbortSignal) => body(client.GET('/api/v1/devices', { signal })),
  bindDevice: (label: string, pin: string) => body(client.POST('/api/v1/devices', { body: { label, pin } })),
  revokeDevice: (device_id: string) => body(client.DELETE('/api/v1/devices/{device_id}', { params: { path: { device_id } } })),
  signOut: () => body(client.DELETE('/api/v1/session')),

  accounts: (signal?: AbortSignal) => body(client.GET('/api/v1/accounts', { signal })),
  createAccount: (account: NewAccount) => body(client.POST('/api/v1/accounts', { body: account })),
  setAccountRole: (account_id: string, role: string, division: string) => body(client.POST('/api/v1/accounts/{account_id}:role', { params: { path: { account_id } }, body: { role, division } })),
  setAccountRights: (account_id: string, rights: string[]) => body(client.POST('/api/v1/accounts/{account_id}:rights', { params: { path: { account_id } }, body: { rights } })),
  resetPassword: (account_id: string, password: string) => body(client.POST('/api/v1/accounts/{account_id}:password', { params: { path: { account_id } }, body: { password } })),
  dropFactor: (account_id: string) => body(client.POST('/api/v1/accounts/{account_id}:drop-factor', { params: { path: { account_id } } })),
  closeAccount: (account_id: string) => body(client.POST('/api/v1/accounts/{account_id}:close', { params: { path: { account_id } } })),
  postings: (signal?: AbortSignal) => body(client.GET('/api/v1/postings', { signal })),
  addDeputy: (deputy: NewDeputy) => body(client.POST('/api/v1/postings:deputy', { body: deputy })),
  endPosting: (posting_id: string) => body(client.DELETE('/api/v1/postings/{posting_id}', { params: { path: { posting_id } } })),

  agreements: (signal?: AbortSignal) => body(client.GET('/api/v1/agreements', { signal })),
  agreementReads: (agreement_id: string, signal?: AbortSignal) => body(client.GET('/api/v1/agreements/{agreement_id}/reads', { params: { path: { agreement_id } }, signal })),
  draftAgreement: (agreement: NewAgreement) => body(client.POST('/api/v1/agreements', { body: agreement })),
  signAgreement: (agreement_id: string, version: number, signed_on: string, scan: string) =>
    body(client.POST('/api/v1/agreements/{agreement_id}:sign', { params: { path: { agreement_id }, header: seen(version) }, body: { signed_on, scan } })),
  moveAgreement: (agreement_id: string, version: number, step: AgreementStep) =>
    body(client.POST('/api/v1/agreements/{agreement_id}:move', { params: { path: { agreement_id }, header: seen(version) }, body: { step } })),
  nameInAgreement: (agreement_id: string, account: string) => body(client.POST('/api/v1/agreements/{agreement_id}:name', { params: { path: { agreement_id } }, body: { account } })),
  unnameInAgreement: (agreement_id: string, account: string) => body(client.POST('/api/v1/agreements/{agreement_id}:unname', { params: { path: { agreement_id } }, body: { account } })),

  askPhoneCode: (citizen_id: string, phone: string) => body(client.POST('/api/v1/session:ask-code', { body: { citizen_id, phone } })),
  signInWithCode: (challenge: string, code: string) => body(client.POST('/api/v1/session:code', { body: { challenge, code } })),
  me: (signal?: AbortSignal) => body(client.GET('/api/v1/me', { signal })),
  looksAtMe: (signal?: AbortSignal) => body(client.GET('/api/v1/me/looks', { signal })),
  myCorrections: (signal?: AbortSignal) => body(client.GET('/api/v1/me/corrections', { signal })),
  askCorrection: (field: string, wanted: string, key: string) => body(client.POST('/api/v1/me/corrections', { params: { header: once(key) }, body: { field, wanted } })),
  chooseMessages: (wanted: boolean) => body(client.POST('/api/v1/me/messages', { body: { wanted } })),
  closeOwn: () => body(client.POST('/api/v1/me:close')),
  corrections: (signal?: AbortSignal) => body(client.GET('/api/v1/corrections', { signal })),
  decideCorrection: (correction_id: string, version: number, accept: boolean, answer: string) =>
    body(client.POST('/api/v1/corrections/{correction_id}:decide', { params: { path: { correction_id }, header: seen(version) }, body: { accept, answer: answer || undefined } })),

  audit: (query: AuditFilter, signal?: AbortSignal) => body(client.GET('/api/v1/audit', { params: { query }, signal })),

  exports: (signal?: AbortSignal) => body(client.GET('/api/v1/exports', { signal })),
  askExport: (order: NewExport, key: string) => body(client.POST('/api/v1/exports', { params: { header: once(key) }, body: order })),
  decideExport: (export_id: string, version: number, approve: boolean) =>
    body(client.POST('/api/v1/exports/{export_id}:decide', { params: { path: { export_id }, header: seen(version) }, body: { approve } })),

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

/** The file of an approved export, with the name the server gives it. */
export async function exportFile(export_id: string): Promise<{ name: string; blob: Blob }> {
  const { data, response } = await client.GET('/api/v1/exports/{export_id}/file', { params: { path: { export_id } }, parseAs: 'blob' });
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return { name: named ? decodeURIComponent(named) : export_id, blob: data as unknown as Blob };
}
