import type { Problem } from './types';

/** A refused or failed request: what went wrong, what to do, and the number under which the server's log knows it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly requestId: string;
  readonly items: Problem['errors'];

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'network' : `http.${status}`);
    this.remedy = problem.remedy ?? '';
    this.requestId = problem.instance ?? '';
    this.items = problem.errors ?? [];
  }
}

export async function readProblem(response: Response): Promise<ApiError> {
  let problem: Partial<Problem> = {};
  try {
    problem = (await response.clone().json()) as Partial<Problem>;
  } catch {
    // A proxy may answer with a page of its own; the status alone has to do then.
  }
  return new ApiError(response.status, { instance: response.headers.get('X-Request-Id') ?? '', ...problem });
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
