import { describe, expect, it } from 'vitest'
import { dropVisits, emptyVisit, loadVisit, saveVisit } from './visitDraft'

function aPhone() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size
    },
  }
}

describe('the draft of a visit', () => {
  it('comes back with its key, so that sending it again is one visit', () => {
    const phone = aPhone()
    const draft = { ...emptyVisit(), note: '老人出院了' }
    saveVisit(12, draft, phone)
    expect(loadVisit(12, phone)).toEqual(draft)
    expect(loadVisit(13, phone).note).toBe('')
  })

  it('is stored under a number alone, and not at all while empty', () => {
    const phone = aPhone()
    saveVisit(12, emptyVisit(), phone)
    expect(phone.kept.size).toBe(0)
    saveVisit(12, { ...emptyVisit(), note: '在家' }, phone)
    expect([...phone.kept.keys()]).toEqual(['yihuyima.visit.12'])
  })

  it('goes when somebody signs out, and leaves what is not its own', () => {
    const phone = aPhone()
    phone.setItem('yihuyima.large-type', 'yes')
    for (const household of [1, 2, 3]) saveVisit(household, { ...emptyVisit(), note: '在家' }, phone)
    dropVisits(phone)
    expect([...phone.kept.keys()]).toEqual(['yihuyima.large-type'])
  })

  it('is begun anew where something unreadable stands', () => {
    const phone = aPhone()
    phone.setItem('yihuyima.visit.1', '{broken')
    expect(loadVisit(1, phone).note).toBe('')
  })
})
