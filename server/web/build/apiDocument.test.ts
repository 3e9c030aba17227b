import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { documentOf, type Contract } from './apiDocument'

const contract = parse(
  readFileSync(new URL('../../../miniprogram-api/src/main/resources/openapi/openapi.yaml', import.meta.url), 'utf8'),
) as Contract
const html = documentOf(contract)

test('every operation and every schema stands in the document, once', () => {
  for (const methods of Object.values(contract.paths)) {
    for (const operation of Object.values(methods)) expect(html.split(`<h3 id="${operation.operationId}">`)).toHaveLength(2)
  }
  for (const name of Object.keys(contract.components.schemas)) expect(html.split(`<h3 id="schema-${name}">`)).toHaveLength(2)
})

test('every link inside it leads somewhere, and nothing in it runs or is styled in place', () => {
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${target}"`)
  expect(html).not.toMatch(/<script|style=|onclick/)
})
