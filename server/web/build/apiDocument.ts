import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { parse } from 'yaml'

/** Writes the contract into docs.html as a page to read: no script, headings and tables only. */
export function apiDocument(contractFile: string): Plugin {
  return {
    name: 'yihuyima-api-document',
    buildStart() {
      this.addWatchFile(contractFile)
    },
    transformIndexHtml: {
      order: 'pre',
      handler(html, context) {
        if (!context.path.endsWith('docs.html')) return html
        return html.replace('<!-- the contract -->', () => documentOf(parse(readFileSync(contractFile, 'utf8')) as Contract))
      },
    },
  }
}

interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: (string | null)[]
  const?: string
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  oneOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  pattern?: string
  default?: unknown
}
interface Content {
  content?: Record<string, { schema: Schema }>
}
interface Parameter {
  $ref?: string
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
}
interface Response extends Content {
  $ref?: string
  description: string
}
interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security?: Record<string, unknown>[]
  parameters?: Parameter[]
  requestBody?: Content
  responses: Record<string, Response>
}
export interface Contract {
  info: { title: string; version: string; summary?: string; description?: string }
  tags: { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { parameters: Record<string, Parameter>; responses: Record<string, Response>; schemas: Record<string, Schema> }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export function documentOf(contract: Contract): string {
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => ({ path, method, operation: methods[method]! })),
  )
  const sections = contract.tags.map((tag) => ({ tag, operations: operations.filter(({ operation }) => operation.tags[0] === tag.name) }))
  const untagged = operations.filter(({ operation }) => !contract.tags.some((tag) => tag.name === operation.tags[0]))
  if (untagged.length > 0) throw new Error(`operations of no known tag: ${untagged.map(({ operation }) => operation.operationId).join(', ')}`)

  const contents = sections
    .map(
      ({ tag, operations: own }) => `<li><a href="#${anchor(tag.name)}">${escape(tag.name)}</a><ul>${own
        .map(({ operation }) => `<li><a href="#${operation.operationId}">${escape(operation.summary)}</a></li>`)
        .join('')}</ul></li>`,
    )
    .join('')
  return `
<a class="skip" href="#main">跳到正文</a>
<div class="document">
  <nav class="contents" aria-label="目录"><p class="contents-title">目录</p><ol>${contents}<li><a href="#schemas">数据结构</a></li></ol></nav>
  <main id="main" tabindex="-1">
    <h1>${escape(contract.info.title)} <span class="version">${escape(contract.info.version)}</span></h1>
    ${prose(contract.info.summary)}${prose(contract.info.description)}
    <p>共 ${operations.length} 个接口。机器读的约定在 <a href="/openapi.yaml">openapi.yaml</a>。</p>
    ${sections
      .map(
        ({ tag, operations: own }) =>
          `<section aria-labelledby="${anchor(tag.name)}"><h2 id="${anchor(tag.name)}">${escape(tag.name)}</h2>${prose(tag.description)}${own
            .map(({ path, method, operation }) => article(contract, path, method, operation))
            .join('')}</section>`,
      )
      .join('')}
    <section aria-labelledby="schemas"><h2 id="schemas">数据结构</h2>${Object.entries(contract.components.schemas)
      .map(([name, schema]) => `<article aria-labelledby="schema-${name}"><h3 id="schema-${name}"><code>${name}</code></h3>${schemaBody(schema)}</article>`)
      .join('')}</section>
  </main>
</div>`
}

function article(contract: Contract, path: string, method: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    parameter.$ref ? contract.components.parameters[last(parameter.$ref)]! : parameter,
  )
  const responses = Object.entries(operation.responses).map(
    ([status, response]) => [status, response.$ref ? contract.components.responses[last(response.$ref)]! : response] as const,
  )
  const id = operation.operationId
  return `<article aria-labelledby="${id}">
  <h3 id="${id}">${escape(operation.summary)}</h3>
  <p class="address"><span class="method ${method}">${method.toUpperCase()}</span> <code>${escape(path)}</code></p>
  <p class="meta">${callers(operation)}<span>operationId <code>${id}</code></span></p>
  ${prose(operation.description)}
  ${parameters.length ? parameterTable(id, parameters) : ''}
  ${operation.requestBody ? `<h4>请求内容</h4>${contentOf(operation.requestBody)}` : ''}
  <h4>回答</h4><dl>${responses
    .map(([status, response]) => `<dt>${status === 'default' ? '其他' : status}</dt><dd>${inline(response.description)}${contentOf(response)}</dd>`)
    .join('')}</dl>
</article>`
}

function callers(operation: Operation): string {
  const needs = operation.security ?? []
  const open = needs.some((one) => Object.keys(one).length === 0)
  const words = !open ? '需要登录' : needs.length > 1 ? '可以不登录' : '不需要登录'
  return `<span class="who">${words}</span>`
}

function parameterTable(id: string, parameters: Parameter[]): string {
  const places: Record<string, string> = { path: '路径', query: '查询', header: '请求头' }
  const rows = parameters
    .map(
      (parameter) =>
        `<tr><th scope="row"><code>${parameter.name}</code>${parameter.required ? ' <span class="must">必填</span>' : ''}</th><td>${places[parameter.in] ?? parameter.in}</td><td>${typeOf(parameter.schema)}</td><td>${parameter.description ? inline(parameter.description) : ''}</td></tr>`,
    )
    .join('')
  return table('参数', `${id}-parameters`, ['名称', '位置', '类型', '说明'], rows)
}

function contentOf(holder: Content): string {
  return Object.entries(holder.content ?? {})
    .map(([type, { schema }]) => `<p class="media"><code>${type}</code>${schema.properties ? '' : `：${typeOf(schema)}`}</p>${schema.properties ? propertyTable(schema) : ''}`)
    .join('')
}

function schemaBody(schema: Schema): string {
  if (schema.properties) return `${prose(schema.description)}${propertyTable(schema)}`
  return `<p>${typeOf(schema)}</p>${prose(schema.description)}`
}

function propertyTable(schema: Schema): string {
  const rows = Object.entries(schema.properties ?? {})
    .map(
      ([name, property]) =>
        `<tr><th scope="row"><code>${name}</code>${schema.required?.includes(name) ? ' <span class="must">必有</span>' : ''}</th><td>${typeOf(property)}${nested(property)}</td><td>${property.description ? inline(property.description) : ''}</td></tr>`,
    )
    .join('')
  return table('', '', ['名称', '类型', '说明'], rows)
}

/** Objects written in place stand in a table of their own inside the cell. */
function nested(property: Schema): string {
  if (property.properties) return propertyTable(property)
  if (property.items?.properties) return propertyTable(property.items)
  return ''
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return `<a href="#schema-${last(schema.$ref)}">${last(schema.$ref)}</a>`
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' 或 ')
  if (schema.const !== undefined) return `<code>${escape(schema.const)}</code>`
  if (schema.enum) return schema.enum.map((value) => `<code>${escape(String(value))}</code>`).join(' · ')
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'object']
  const name = types.map((type) => (type === 'array' ? `${schema.items ? typeOf(schema.items) : ''} 的列表` : type)).join(' 或 ')
  const limits = [
    schema.format,
    range('', schema.minimum, schema.maximum),
    range('长度 ', schema.minLength, schema.maxLength),
    schema.maxItems === undefined ? '' : `最多 ${schema.maxItems} 项`,
    schema.pattern === undefined ? '' : `<code>${escape(schema.pattern)}</code>`,
    schema.default === undefined ? '' : `默认 <code>${escape(String(schema.default))}</code>`,
  ].filter(Boolean)
  return limits.length ? `${name}（${limits.join('，')}）` : name
}

function range(what: string, from?: number, to?: number): string {
  if (from === undefined && to === undefined) return ''
  return `${what}${from ?? ''}–${to ?? ''}`
}

function table(title: string, id: string, heads: string[], rows: string): string {
  const caption = title ? `<h4 id="${id}">${title}</h4>` : ''
  return `${caption}<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows}</tbody></table>`
}

/** Paragraphs with `code` and **strong**: what the contract's descriptions use of Markdown. */
function prose(text?: string): string {
  if (!text) return ''
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${inline(paragraph.replace(/\s*\n\s*/g, ' '))}</p>`)
    .join('')
}

function inline(text: string): string {
  return escape(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>')
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

const last = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1)
const anchor = (name: string) => `tag-${encodeURIComponent(name)}`
