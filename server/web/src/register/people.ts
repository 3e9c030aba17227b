import type { Schema } from '../api/types'
import { relations } from '../words'

export type Person = Schema<'HouseholdFile'>['people'][number]

/** What somebody is called, as far as it may be seen. */
export function nameOf(person: Person): string {
  return person.facts.find((fact) => fact.field === 'NAME')?.value ?? relations[person.relation]
}

/** The relations as they stand, to be changed in a form. */
export function relationsOf(people: readonly Person[]): Record<number, Person['relation']> {
  return Object.fromEntries(people.map((one) => [one.personId, one.relation]))
}

/** Those that differ. */
export function changedRelations(people: readonly Person[], stated: Record<number, Person['relation']>): { personId: number; relation: Person['relation'] }[] {
  return people.filter((one) => stated[one.personId] !== one.relation).map((one) => ({ personId: one.personId, relation: stated[one.personId]! }))
}

/** Whether exactly one is the worker. */
export function oneWorker(people: readonly Person[], stated: Record<number, Person['relation']>): boolean {
  return people.filter((one) => stated[one.personId] === 'WORKER').length === 1
}
