import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { build } from 'vite'
import { pageWeight } from '../support/page-weight.ts'
import { PlainForm } from './floors/inputs.ts'

/** Pages for comparison with the desk's page, built and served in this run. */
export interface Floors {
  /** Their addresses, and the gzipped bytes of their scripts. */
  pages: Record<'static' | 'bare' | 'native', { url: string; scriptBytes: number }>
  stop(): void
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '': 'application/json; charset=utf-8',
}

/**
 * Builds static HTML, bare React and the native form with the same inputs, and serves them as the desk serves its page:
 * compressed beforehand with Brotli, over HTTP/1.1. `deskUrl` is where the lists come from.
 */
export async function serveFloors(deskUrl: string): Promise<Floors> {
  // Vite finds packages from where the sources lie, so what it builds lies in its cache.
  const cache = join(import.meta.dirname, '../../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'floors-'))
  const files = new Map<string, Buffer>()
  const bytes = { bare: 0, native: 0 }
  try {
    for (const name of ['bare', 'native'] as const) {
      bytes[name] = await buildFloor(name, join(folder, name), files)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  files.set('/static/index.html', pack(htmlAround(renderToStaticMarkup(createElement(PlainForm)))))
  for (const list of ['owners', 'task-types']) {
    const answer = await fetch(`${deskUrl}/api/${list}`)
    if (!answer.ok) throw new Error(`The desk answered ${answer.status} for ${list}.`)
    files.set(`/native/api/${list}`, pack(await answer.text()))
  }

  const server = createServer((request, response) => {
    const path = request.url?.replace(/\/$/, '/index.html') ?? ''
    const content = files.get(path)
    if (!content) return void response.writeHead(404).end()
    response.writeHead(200, {
      'Content-Type': types[extname(path)] ?? '',
      'Content-Encoding': 'br',
      'Content-Length': content.length,
    })
    response.end(content)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0)
    })
  })
  const at = (name: string) => `http://127.0.0.1:${port}/${name}/`
  return {
    pages: {
      static: { url: at('static'), scriptBytes: 0 },
      bare: { url: at('bare'), scriptBytes: bytes.bare },
      native: { url: at('native'), scriptBytes: bytes.native },
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function buildFloor(name: string, root: string, files: Map<string, Buffer>): Promise<number> {
  const entry = join(import.meta.dirname, `floors/${name}.ts`)
  const built = join(root, 'built')
  mkdirSync(root)
  writeFileSync(
    join(root, 'index.html'),
    htmlAround('<div id="root"></div><script type="module" src="./entry.js"></script>'),
  )
  writeFileSync(join(root, 'entry.js'), `import ${JSON.stringify(entry)}`)
  const results = await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: built,
      target: 'es2022',
      manifest: true,
      modulePreload: { polyfill: false },
    },
  })
  if ('on' in results) throw new Error('The build watches.')
  for (const { output } of [results].flat()) {
    for (const { fileName } of output) {
      files.set(`/${name}/${fileName}`, pack(readFileSync(join(built, fileName), 'utf8')))
    }
  }
  return pageWeight(built).bytes
}

function htmlAround(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Floor</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`
}

function pack(text: string): Buffer {
  return brotliCompressSync(text)
}
