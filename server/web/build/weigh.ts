import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

/** What a first visit to any page may load, compressed: some seconds on the networks these pages are for. */
const LIMIT_BYTES = 150_000

/** Parts that a page fetches at once, by a dynamic import of its own. */
const fetchedAtOnce: Record<string, string[]> = {
  'code/ScannedPage.vue': ['code/ViewPart.vue', 'my/HouseholdPart.vue'],
}

/** Prints what a first visit to each page loads, and fails the build when one loads too much. */
export function weigh(): Plugin {
  return {
    name: 'yihuyima-weigh',
    apply: 'build',
    writeBundle(options, bundle) {
      const directory = options.dir!
      const chunks = Object.values(bundle).filter((file): file is Rollup.OutputChunk => file.type === 'chunk')
      const chunkOf = (page: string) => chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/src/${page}`))
      const shell = chunks.find((chunk) => chunk.isEntry && chunk.facadeModuleId?.endsWith('/index.html'))!
      const sizes = new Map<string, number>()
      const sizeOf = (file: string) => {
        if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(directory, file)), { level: 6 }).length)
        return sizes.get(file)!
      }

      function filesOf(chunk: Rollup.OutputChunk | undefined, found: Set<string>): Set<string> {
        if (!chunk || found.has(chunk.fileName)) return found
        found.add(chunk.fileName)
        const { importedCss = new Set<string>(), importedAssets = new Set<string>() } = (
          chunk as { viteMetadata?: { importedCss?: Set<string>; importedAssets?: Set<string> } }
        ).viteMetadata ?? {}
        for (const file of [...importedCss, ...importedAssets]) found.add(file)
        for (const file of chunk.imports) filesOf(bundle[file] as Rollup.OutputChunk, found)
        return found
      }

      const pages = chunks.flatMap((chunk) => /\/src\/(\w[\w-]*\/\w+Page\.vue)$/.exec(chunk.facadeModuleId ?? '')?.[1] ?? [])
      const weights = pages.map((page): [string, number] => {
        const files = filesOf(shell, new Set(['index.html']))
        for (const part of [page, ...(fetchedAtOnce[page] ?? [])]) filesOf(chunkOf(part), files)
        return [page, [...files].reduce((sum, file) => sum + sizeOf(file), 0)]
      })
      for (const page of ['neutral.html', 'dynamic.html', 'docs.html']) {
        const html = readFileSync(join(directory, page), 'utf8')
        const files = new Set([page, ...[...html.matchAll(/"\/(assets\/[^"]+)"/g)].map((match) => match[1]!)])
        weights.push([page, [...files].reduce((sum, file) => sum + sizeOf(file), 0)])
      }
      weights.sort((a, b) => b[1] - a[1])
      console.log('\nA first visit loads, compressed:')
      for (const [page, bytes] of weights) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${page}`)
      const heavy = weights.filter(([, bytes]) => bytes > LIMIT_BYTES).map(([page]) => page)
      if (heavy.length > 0) this.error(`more than ${LIMIT_BYTES / 1000} kB compressed: ${heavy.join(', ')}`)
    },
  }
}
