import type { components, paths } from './contract'

type Schemas = components['schemas']

/** The contract's schemas by their own names: `Schema<'Payment'>`. */
export type Schema<Name extends keyof Schemas> = Schemas[Name]

export type Principal = Schema<'Principal'>
export type Role = NonNullable<Principal['roles']>[number]
export type CodeView = Schema<'CodeView'>
export type HouseholdView = Schema<'HouseholdView'>
export type CadreView = Schema<'CadreView'>
export type OfficeView = Schema<'OfficeView'>
export type Benefit = Schema<'Benefit'>
export type Payment = Schema<'Payment'>
export type PairedCadre = Schema<'PairedCadre'>
export type Application = Schema<'Application'>
export type ApplicationSummary = Schema<'ApplicationSummary'>
export type ApplicationAction = NonNullable<Application['actions']>[number]
export type Programme = Schema<'ProgrammeList'>['items'][number]
export type News = Schema<'News'>
export type AccessRecord = Schema<'AccessRecordPage'>['items'][number]
export type Device = paths['/v1/my/sessions']['get']['responses'][200]['content']['application/json']['items'][number]
export type Material = Schema<'Material'>
export type FileState = Schema<'OwnSummary'>['fileState']

export type Relation = paths['/v1/households/{householdId}/bindings']['post']['requestBody']['content']['application/json']['relation']
export type Tier = Schema<'Tier'>
export type Cause = Schema<'Cause'>
export type PaymentState = Schema<'PaymentState'>
export type ReturnReason = Schema<'ReturnReason'>
export type ApplicationState = Schema<'ApplicationState'>
export type DeliveryState = Schema<'DeliveryState'>
export type CodeStateName = Schema<'CodeStateName'>
