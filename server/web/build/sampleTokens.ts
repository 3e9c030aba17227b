import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connect, Plugin } from 'vite'

/** What stands in for the server's own words while the pages run without it. Invented, as is all sample data. */
const samples: Record<string, string> = {
  '{{issuer}}': '安和市总工会',
  '{{hotline}}': '0999-555-1234',
  '{{hotlineTel}}': '09995551234',
  '{{demo}}': 'true',
}

export function fillIn(html: string): string {
  return Object.entries(samples).reduce((text, [token, word]) => text.split(token).join(word), html)
}

/** Fills in issuer and hotline in `vite dev` and `vite preview`; the files in dist keep their tokens for the server. */
export function sampleTokens(): Plugin {
  return {
    name: 'yihuyima-sample-tokens',
    transformIndexHtml: { order: 'post', handler: (html, context) => (context.server ? fillIn(html) : html) },
    configurePreviewServer(server) {
      const dist = join(server.config.root, server.config.build.outDir)
      const headers = server.config.preview.headers
      const send: Connect.NextHandleFunction = (request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname
        const own = ['/neutral.html', '/dynamic.html', '/docs.html'].includes(path) ? path : null
        if (own === null && (/\.[a-z0-9]+$/i.test(path) || /^\/(v1|demo)\//.test(path))) return next()
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string)
        response.setHeader('Content-Type', 'text/html; charset=utf-8')
        response.end(fillIn(readFileSync(join(dist, own ?? 'index.html'), 'utf8')))
      }
      server.middlewares.use(send)
    },
  }
}
