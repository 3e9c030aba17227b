import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { parse } from 'yaml'

/** Writes the contract into docs.html as a page to read. */
export function apiDocument(contractFile: string): Plugin {
  return {
    name: 'yihuyima-api-document',
    transformIndexHtml: {
      order: 'pre',
      handler(html, context) {
        if (!context.path.endsWith('docs.html')) return html
        const contract = parse(readFileSync(contractFile, 'utf8')) as { info: { title: string } }
        return html.replace('<!-- the contract -->', `<main><h1>${contract.info.title}</h1></main>`)
      },
    },
  }
}
