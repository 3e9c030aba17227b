import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addressOf, onSignInNeeded, read, refreshSession, uploadPhoto, write } from './client'
import type { ApiFailure } from './failure'

interface Call {
  url: string
  method: string
  headers: Record<string, string>
  body: unknown
  credentials: string
}

/** A server made of what it answers, call by call; 'lost' is an answer that never came. */
let calls: Call[]
let answers: (call: Call) => Response | 'lost' | Promise<Response>

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const signInRequired = () => json(401, { type: 'x', title: '请先登录', status: 401, code: 'sign-in-required', requestId: 'r' })
const session = { principal: { kind: 'HOUSEHOLD', name: '王**' }, expiresInSeconds: 600 }

beforeEach(() => {
  calls = []
  vi.useFakeTimers()
  vi.stubGlobal('document', { cookie: 'yhym_in=1' })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const call = { url, method: init.method!, headers: init.headers as Record<string, string>, body: init.body, credentials: init.credentials! }
    calls.push(call)
    const answer = await answers(call)
    if (answer === 'lost') throw new TypeError('Failed to fetch')
    return answer
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  onSignInNeeded(() => {})
})

const failureOf = (promise: Promise<unknown>): Promise<ApiFailure> => promise.then(() => expect.fail('should have failed'), (failure) => failure as ApiFailure)
const soon = async <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => {})
  await vi.runAllTimersAsync()
  return promise
}

describe('addresses', () => {
  test('parameters are filled in and encoded', () => {
    expect(addressOf('/v1/household-codes/{code}', { code: 'A/B ?' })).toBe('/v1/household-codes/A%2FB%20%3F')
    expect(addressOf('/v1/news', undefined, { cursor: undefined, limit: 3 })).toBe('/v1/news?limit=3')
  })
})

describe('a session that ran out', () => {
  test('is renewed once for all calls that found it out, and each is sent again', async () => {
    let renewed = false
    answers = async (call) => {
      if (call.url === '/v1/sessions/refresh') {
        await new Promise((done) => setTimeout(done, 50))
        renewed = true
        return json(201, session)
      }
      return renewed ? json(200, { items: [] }) : signInRequired()
    }
    const both = Promise.all([read('/v1/my/programmes', {}), read('/v1/my/applications', {}), read('/v1/news', {})])
    await soon(both)
    expect(calls.filter((call) => call.url === '/v1/sessions/refresh')).toHaveLength(1)
    expect(calls).toHaveLength(7)
    expect(calls[3]).toMatchObject({ method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })
  })

  test('that cannot be renewed asks for signing in, unless the caller is quiet', async () => {
    answers = () => signInRequired()
    const asked = vi.fn()
    onSignInNeeded(asked)
    await failureOf(soon(read('/v1/my/programmes', { quiet: true })))
    expect(asked).not.toHaveBeenCalled()
    const failure = await failureOf(soon(read('/v1/my/programmes', {})))
    expect(failure).toMatchObject({ kind: 'problem', code: 'sign-in-required', requestId: 'r' })
    expect(asked).toHaveBeenCalledOnce()
  })

  test('does not keep anybody from what is open to anyone', async () => {
    answers = (call) => (call.credentials === 'omit' ? json(200, { items: [] }) : signInRequired())
    await expect(soon(read('/v1/news', { open: true, quiet: true }))).resolves.toEqual({ items: [] })
    expect(calls.map((call) => call.credentials)).toEqual(['same-origin', 'same-origin', 'omit'])
  })

  test('has nothing to do with a wrong password', async () => {
    answers = () => json(401, { type: 'x', title: '登录信息不正确', status: 401, code: 'sign-in-failed', requestId: 'r' })
    const failure = await failureOf(soon(write('/v1/sessions/staff', { body: { loginName: 'a', password: 'b', transport: 'cookie' } })))
    expect(failure.title).toBe('登录信息不正确')
    expect(calls).toHaveLength(1)
  })

  test('can be renewed again later', async () => {
    answers = () => json(201, session)
    await soon(refreshSession())
    await soon(refreshSession())
    expect(calls).toHaveLength(2)
  })
})

describe('a lost answer', () => {
  test('of a write with a key is asked for again with the same key', async () => {
    answers = () => (calls.length === 1 ? 'lost' : json(201, { applicationId: 1 }))
    await soon(write('/v1/applications', { body: { programmeCode: 'A', reason: '看病花钱' }, key: 'k'.repeat(32) }))
    expect(calls.map((call) => call.headers['Idempotency-Key'])).toEqual(['k'.repeat(32), 'k'.repeat(32)])
    expect(calls[0]!.body).toBe(calls[1]!.body)
  })

  test('of a write without a key is not asked for again', async () => {
    answers = () => 'lost'
    const failure = await failureOf(soon(write('/v1/sms-codes', { body: { phone: '19900000001' } })))
    expect(failure.kind).toBe('offline')
    expect(calls).toHaveLength(1)
  })

  test('of a read is asked for once more, then called offline', async () => {
    answers = () => 'lost'
    expect((await failureOf(soon(read('/v1/my/household', {})))).kind).toBe('offline')
    expect(calls).toHaveLength(2)
  })
})

describe('other answers', () => {
  test('problems keep their words, number and fields', async () => {
    answers = () => json(400, { type: 'x', title: '填写的内容有误', status: 400, code: 'request-invalid', requestId: '01J', errors: [{ pointer: '/reason', reason: '太短' }] })
    const failure = await failureOf(soon(write('/v1/applications', { body: { programmeCode: 'A', reason: '' }, key: 'k'.repeat(32) })))
    expect(failure).toMatchObject({ kind: 'problem', status: 400, requestId: '01J', errors: [{ pointer: '/reason', reason: '太短' }] })
  })

  test('an answer that is no problem document is broken, and says nothing of its content', async () => {
    answers = () => new Response('<html>502 Bad Gateway', { status: 502 })
    expect(await failureOf(soon(read('/v1/my/household', {})))).toMatchObject({ kind: 'broken', status: 502, requestId: '' })
  })

  test('photos travel as bytes with their own key', async () => {
    answers = () => json(201, { materialId: 5, sizeBytes: 3 })
    await soon(uploadPhoto(new Blob(['abc']), 'p'.repeat(32)))
    expect(calls[0]!.headers).toMatchObject({ 'Content-Type': 'application/octet-stream', 'Idempotency-Key': 'p'.repeat(32) })
  })
})

describe('where nobody has signed in', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { cookie: '' })
    answers = () => json(200, { items: [] })
  })

  test('what needs somebody is not asked, and leads to the sign-in page', async () => {
    let asked = 0
    onSignInNeeded(() => asked++)
    const failure = await failureOf(read('/v1/my/household', {}))
    expect(failure.is('sign-in-required')).toBe(true)
    expect([calls.length, asked]).toEqual([0, 1])
    await failureOf(read('/v1/sessions/current', { quiet: true }))
    expect([calls.length, asked]).toEqual([0, 1])
  })

  test('what is open to anyone, and signing in, is asked', async () => {
    await read('/v1/news', { open: true, quiet: true })
    await write('/v1/sms-codes', { body: { phone: '19900000001' }, quiet: true, signingIn: true })
    expect(calls.map((call) => call.url)).toEqual(['/v1/news', '/v1/sms-codes'])
  })
})
