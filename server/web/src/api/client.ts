import type { paths } from './contract'
import { ApiFailure, fromProblem, offline, signInRequired } from './failure'
import { somebodySignedIn } from './signedIn'

/** How long to wait for an answer before a phone is called offline. */
const ANSWER_SECONDS = 20
/** A photo of 2 MB over a slow network takes its time. */
const UPLOAD_SECONDS = 120
/** Lost answers are asked for once more after this pause; a write carries its key, so that it is done once. */
const RETRY_AFTER_MS = 800

type Method = 'get' | 'post' | 'delete'
type Described = { parameters: object; responses: object }
/** The paths of the contract that have this method. */
export type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, Described> ? P : never }[keyof paths]
type Operation<M extends Method, P extends keyof paths> = paths[P] extends Record<M, infer O> ? O : never

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined
type Responses<O> = O extends { responses: infer R } ? R : never
type Answer<R> = R extends { 200: infer X } ? Json<X> : R extends { 201: infer X } ? Json<X> : R extends { 202: infer X } ? Json<X> : undefined
export type AnswerOf<M extends Method, P extends keyof paths> = Answer<Responses<Operation<M, P>>>

type PathParameters<O> = O extends { parameters: { path: infer X } } ? { path: X } : { path?: undefined }
type QueryParameters<O> = O extends { parameters: { query?: infer X } } ? { query?: X } : { query?: undefined }
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer X } } } ? { body: X } : OptionalBodyOf<O>
/** Where the contract lets the body be absent. */
type OptionalBodyOf<O> = O extends { requestBody?: infer B } ? (NonNullable<B> extends { content: { 'application/json': infer X } } ? { body?: X } : { body?: undefined }) : { body?: undefined }
type KeyOf<O> = O extends { parameters: { header: { 'Idempotency-Key': string } } } ? { key: string } : { key?: undefined }

interface Manners {
  signal?: AbortSignal
  /** Do not send the person to the sign-in page when nobody is signed in. */
  quiet?: boolean
  /** Open to anyone: when a session has ended for good, ask again as nobody instead of failing. */
  open?: boolean
  /** Part of signing in: asked although nobody is signed in. */
  signingIn?: boolean
}

export type ReadOptions<P extends PathOf<'get'>> = PathParameters<Operation<'get', P>> & QueryParameters<Operation<'get', P>> & Manners
export type WriteOptions<P extends PathOf<'post'>> = PathParameters<Operation<'post', P>> & BodyOf<Operation<'post', P>> & KeyOf<Operation<'post', P>> & Manners

interface Request extends Manners {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  body?: string | Blob
  contentType?: string
  key?: string
  anonymous?: boolean
  /** Whether asking again does no harm: reads, and writes with a key. */
  repeatable: boolean
  seconds?: number
}

let whenSignInIsNeeded: () => void = () => {}

/** Says what to do when a call needs somebody signed in and nobody is. */
export function onSignInNeeded(handler: () => void): void {
  whenSignInIsNeeded = handler
}

/** GET. `path` is written as in the contract; its parameters go into `options.path`. */
export async function read<P extends PathOf<'get'>>(path: P, options: ReadOptions<P>): Promise<AnswerOf<'get', P>> {
  const { path: parameters, query, signal, quiet, open } = options as { path?: object; query?: object } & Manners
  const response = await send({ method: 'GET', url: addressOf(path, parameters, query), repeatable: true, signal, quiet, open })
  return (await response.json()) as AnswerOf<'get', P>
}

/** POST with a JSON body. `key` is asked for exactly where the contract has an Idempotency-Key. */
export async function write<P extends PathOf<'post'>>(path: P, options: WriteOptions<P>): Promise<AnswerOf<'post', P>> {
  const { path: parameters, body, key, signal, quiet, signingIn } = options as { path?: object; body?: unknown; key?: string } & Manners
  const response = await send({
    method: 'POST',
    url: addressOf(path, parameters),
    body: JSON.stringify(body ?? {}),
    contentType: 'application/json',
    key,
    repeatable: key !== undefined,
    signal,
    quiet,
    signingIn,
  })
  return (response.status === 204 ? undefined : await response.json()) as AnswerOf<'post', P>
}

/**
 * A question to an operation that is open to anyone and keeps nothing, asked without the session even where there is one: nobody
 * can tell who asked. Its answer changes nothing, so that it is asked again when it was lost.
 */
export async function askAsNobody<P extends PathOf<'post'>>(path: P, body: WriteOptions<P>['body'], signal?: AbortSignal): Promise<AnswerOf<'post', P>> {
  const response = await send({ method: 'POST', url: path, body: JSON.stringify(body), contentType: 'application/json', repeatable: true, open: true, quiet: true, anonymous: true, signal })
  return (await response.json()) as AnswerOf<'post', P>
}

/** DELETE, which the contract always lets be repeated: doing it again changes nothing. */
export async function remove<P extends PathOf<'delete'>>(path: P, options: PathParameters<Operation<'delete', P>> & Pick<Manners, 'signal'>): Promise<void> {
  const { path: parameters, signal } = options as { path?: object } & Manners
  await send({ method: 'DELETE', url: addressOf(path, parameters), repeatable: true, signal, contentType: 'application/json' })
}

export async function endSession(): Promise<void> {
  await send({ method: 'DELETE', url: '/v1/sessions/current', repeatable: true, quiet: true, contentType: 'application/json' })
}

export async function uploadPhoto(photo: Blob, key: string, signal?: AbortSignal): Promise<AnswerOf<'post', '/v1/materials'>> {
  const response = await send({
    method: 'POST',
    url: '/v1/materials',
    body: photo,
    contentType: 'application/octet-stream',
    key,
    repeatable: true,
    seconds: UPLOAD_SECONDS,
    signal,
  })
  return (await response.json()) as AnswerOf<'post', '/v1/materials'>
}

/** One part of a workbook on its way. */
export async function sendImportPart(importId: number, part: number, bytes: Blob, key: string): Promise<AnswerOf<'post', '/v1/imports/{importId}/parts/{part}'>> {
  const response = await send({
    method: 'POST',
    url: `/v1/imports/${importId}/parts/${part}`,
    body: bytes,
    contentType: 'application/octet-stream',
    key,
    repeatable: true,
    seconds: UPLOAD_SECONDS,
  })
  return (await response.json()) as AnswerOf<'post', '/v1/imports/{importId}/parts/{part}'>
}

/** A picture that only a session may see, as a blob: an `<img>` cannot renew a session that ran out. */
export async function readPicture(url: string, signal?: AbortSignal): Promise<Blob> {
  return (await send({ method: 'GET', url, repeatable: true, seconds: UPLOAD_SECONDS, signal })).blob()
}

export function addressOf(path: string, parameters?: object, query?: object): string {
  const values = (parameters ?? {}) as Record<string, string | number>
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

async function send(request: Request): Promise<Response> {
  // Where nobody has signed in the answer is known; asking would only put a refusal on the console.
  if (!request.open && !request.signingIn && !somebodySignedIn()) {
    if (!request.quiet) whenSignInIsNeeded()
    throw signInRequired()
  }
  let response = await sendPatiently(request)
  if (response.ok) return response
  let failure = await failureOf(response)
  // Other 401s are answers about a password or a code that was typed; renewing the session would not help them.
  if (failure.code === 'sign-in-required' && !request.anonymous && somebodySignedIn() && (await refreshSession())) {
    response = await sendPatiently(request)
    if (response.ok) return response
    failure = await failureOf(response)
  }
  if (failure.code === 'sign-in-required' && request.open && !request.anonymous) return send({ ...request, anonymous: true })
  if (failure.code === 'sign-in-required' && !request.quiet) whenSignInIsNeeded()
  throw failure
}

async function failureOf(response: Response): Promise<ApiFailure> {
  return fromProblem(response.status, await response.json().catch(() => null))
}

async function sendPatiently(request: Request): Promise<Response> {
  try {
    return await sendOnce(request)
  } catch (failure) {
    if (!request.repeatable || request.signal?.aborted) throw failure
    await new Promise((done) => setTimeout(done, RETRY_AFTER_MS))
    return await sendOnce(request)
  }
}

async function sendOnce(request: Request): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json, image/*' }
  if (request.contentType !== undefined) headers['Content-Type'] = request.contentType
  if (request.key !== undefined) headers['Idempotency-Key'] = request.key
  const giveUp = new AbortController()
  const stop = () => giveUp.abort()
  const timer = setTimeout(stop, (request.seconds ?? ANSWER_SECONDS) * 1000)
  request.signal?.addEventListener('abort', stop)
  try {
    return await fetch(request.url, {
      method: request.method,
      headers,
      body: request.body,
      credentials: request.anonymous ? 'omit' : 'same-origin',
      cache: 'no-store',
      signal: giveUp.signal,
    })
  } catch {
    throw offline()
  } finally {
    clearTimeout(timer)
    request.signal?.removeEventListener('abort', stop)
  }
}

let refreshing: Promise<boolean> | null = null

/** Renews the session, once for however many calls found it run out. Whether somebody is signed in afterwards. */
export function refreshSession(): Promise<boolean> {
  refreshing ??= sendOnce({ method: 'POST', url: '/v1/sessions/refresh', body: '{}', contentType: 'application/json', repeatable: false })
    .then(async (response) => {
      // Read to its end: an answer left unread keeps its connection busy.
      await response.text()
      return response.ok
    })
    .finally(() => {
      refreshing = null
    })
  return refreshing
}
