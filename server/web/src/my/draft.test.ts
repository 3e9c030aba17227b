import { beforeEach, expect, test } from 'vitest'
import { dropDraft, loadDraft, saveDraft } from './draft'

class Memory {
  private kept = new Map<string, string>()
  getItem = (name: string) => this.kept.get(name) ?? null
  setItem = (name: string, value: string) => void this.kept.set(name, value)
  removeItem = (name: string) => void this.kept.delete(name)
}

const NOW = Date.parse('2026-11-20T10:00:00+08:00')
const HOUR = 3600 * 1000
let memory: Memory
beforeEach(() => (memory = new Memory()))

test('what was written is there again, with the key of its sending', () => {
  const draft = { reason: '看病花钱', photos: [{ materialId: 1, uploadedAt: NOW }], key: 'k'.repeat(32) }
  saveDraft('A', draft, memory)
  expect(loadDraft('A', NOW, memory)).toEqual(draft)
  expect(loadDraft('B', NOW, memory).reason).toBe('')
  dropDraft('A', memory)
  expect(loadDraft('A', NOW, memory).reason).toBe('')
})

test('photos that the server has forgotten are forgotten', () => {
  const photos = [
    { materialId: 1, uploadedAt: NOW - 23 * HOUR },
    { materialId: 2, uploadedAt: NOW - 22 * HOUR },
  ]
  saveDraft('A', { reason: '', photos, key: 'k'.repeat(32) }, memory)
  expect(loadDraft('A', NOW, memory).photos.map((photo) => photo.materialId)).toEqual([2])
})

test('what cannot be read is an empty draft', () => {
  memory.setItem('yihuyima.draft.A', '{broken')
  expect(loadDraft('A', NOW, memory)).toMatchObject({ reason: '', photos: [] })
  expect(loadDraft('A', NOW, undefined).key).toMatch(/^[0-9a-f]{32}$/)
})
