import { beforeEach, expect, test } from 'vitest'
import { forgetPerson, rememberPerson } from './phoneMemory'
import type { Principal } from './types'

class Memory {
  readonly kept = new Map<string, string>()
  get length() {
    return this.kept.size
  }
  key = (index: number) => [...this.kept.keys()][index] ?? null
  getItem = (name: string) => this.kept.get(name) ?? null
  setItem = (name: string, value: string) => void this.kept.set(name, value)
  removeItem = (name: string) => void this.kept.delete(name)
}

const mother: Principal = { kind: 'HOUSEHOLD', name: '王**', householdId: 7 }
const son: Principal = { kind: 'HOUSEHOLD', name: '王*', householdId: 7 }
const neighbour: Principal = { kind: 'HOUSEHOLD', name: '陈**', householdId: 8 }

let memory: Memory
beforeEach(() => {
  memory = new Memory()
  rememberPerson(mother, memory)
  memory.setItem('yihuyima.draft.A', 'words')
  memory.setItem('yihuyima.visit.3', 'words')
  memory.setItem('yihuyima.large-type', 'yes')
  memory.setItem('of another program', 'stays')
})

test('whoever leaves takes everything along that is theirs, and leaves the phone as it was', () => {
  forgetPerson(memory)
  expect([...memory.kept.keys()]).toEqual(['yihuyima.large-type', 'of another program'])
})

test('drafts stay for the same family', () => {
  rememberPerson(mother, memory)
  rememberPerson(son, memory)
  expect(memory.getItem('yihuyima.draft.A')).toBe('words')
})

test('nobody reads what somebody else wrote, even when that one never left', () => {
  rememberPerson(neighbour, memory)
  expect(memory.getItem('yihuyima.draft.A')).toBeNull()
  expect(memory.getItem('yihuyima.visit.3')).toBeNull()
  expect(memory.getItem('yihuyima.large-type')).toBe('yes')
})
