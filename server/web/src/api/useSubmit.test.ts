import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { ApiFailure, offline } from './failure'
import { newKey } from './key'
import { useSubmit } from './useSubmit'

let online: (() => void)[]

beforeEach(() => {
  online = []
  vi.stubGlobal('window', {
    addEventListener: (_: string, heard: () => void) => online.push(heard),
    removeEventListener: (_: string, heard: () => void) => (online = online.filter((other) => other !== heard)),
  })
})
afterEach(() => vi.unstubAllGlobals())

const inScope = <T>(make: () => T): T => effectScope().run(make)!

test('keys have the contract’s shape and differ', () => {
  expect(newKey()).toMatch(/^[A-Za-z0-9_-]{16,64}$/)
  expect(newKey()).not.toBe(newKey())
})

test('pressing twice sends once', async () => {
  let sent = 0
  const { submit } = inScope(() => useSubmit(async () => void sent++))
  await Promise.all([submit(), submit()])
  expect(sent).toBe(1)
})

test('the key stays while the answer is unknown, and is new after an answer', async () => {
  const keys: string[] = []
  const outcomes: (ApiFailure | null)[] = [
    offline(),
    new ApiFailure('broken', '', '', 500),
    new ApiFailure('problem', 'store-unavailable', '', 503),
    new ApiFailure('problem', 'request-invalid', '', 400),
    null,
    null,
  ]
  const { submit, failure } = inScope(() =>
    useSubmit(async (key) => {
      keys.push(key)
      const outcome = outcomes[keys.length - 1]
      if (outcome) throw outcome
      return 'done'
    }),
  )
  for (let press = 0; press < 4; press++) expect(await submit()).toBeUndefined()
  expect(failure.value?.status).toBe(400)
  expect(await submit()).toBe('done')
  expect(failure.value).toBeUndefined()
  await submit()
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).toBe(keys[0])
  expect(keys[3]).toBe(keys[0])
  expect(new Set(keys.slice(3)).size).toBe(3)
})

test('what waits for the network goes out by itself, with the same key and content', async () => {
  const sent: [string, string][] = []
  const { submit, waitingForNetwork } = inScope(() =>
    useSubmit(
      async (key, words: string) => {
        sent.push([key, words])
        if (sent.length === 1) throw offline()
      },
      { again: true },
    ),
  )
  await submit('看病')
  expect(waitingForNetwork.value).toBe(true)
  online.forEach((heard) => heard())
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toEqual(sent[0])
  expect(waitingForNetwork.value).toBe(false)
  expect(online).toEqual([])
})
