import type { Schema } from './types'

export interface FieldError {
  pointer: string
  reason: string
}

/**
 * offline: no answer came, the write may or may not have arrived. problem: the server said what is wrong.
 * broken: an answer that nobody foresaw.
 */
export type FailureKind = 'offline' | 'problem' | 'broken'

/** The one way in which a call to the API fails. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'

  constructor(
    readonly kind: FailureKind,
    /** Stable, such as `code-mistyped`; empty unless `kind` is problem. */
    readonly code: string,
    /** In Chinese, fit to show. */
    readonly title: string,
    readonly status = 0,
    /** To quote to the help desk; empty when no server answered. */
    readonly requestId = '',
    readonly errors: readonly FieldError[] = [],
  ) {
    super(`${kind} ${code}`)
  }

  is(...codes: string[]): boolean {
    return codes.includes(this.code)
  }
}

export function offline(): ApiFailure {
  return new ApiFailure('offline', '', '现在连不上网络')
}

/** What the server says to a call that needs somebody signed in. */
export function signInRequired(): ApiFailure {
  return new ApiFailure('problem', 'sign-in-required', '请先登录', 401)
}

export function fromProblem(status: number, body: unknown): ApiFailure {
  const problem = body as Partial<Schema<'Problem'>> | null
  if (problem && typeof problem === 'object' && typeof problem.code === 'string' && typeof problem.title === 'string') {
    return new ApiFailure('problem', problem.code, problem.title, status, problem.requestId ?? '', problem.errors ?? [])
  }
  return new ApiFailure('broken', '', '系统出了一点问题，请稍后再试', status)
}

/** Anything thrown, as a failure that can be shown. */
export function asFailure(thrown: unknown): ApiFailure {
  return thrown instanceof ApiFailure ? thrown : new ApiFailure('broken', '', '页面出了一点问题，请刷新后再试')
}
