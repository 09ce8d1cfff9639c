import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staticFiles } from './static-files.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-static-'))
  for (const name of [
    'index.html',
    'embedded.html',
    'assets/main.js',
    'assets/main.js.map',
    'assets/main.js.map.br',
    'assets/main.js.map.gz',
    'embed.js',
    'embed.js.map',
    '.vite/manifest.json',
    'assets/.hidden',
  ]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), `content of ${name}`)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

async function ask(path: string, basePath = '', headers: Record<string, string> = {}) {
  const app = new Hono()
  app.use(staticFiles([folder], basePath))
  app.notFound((c) => c.text('not found', 404))
  return app.request(new Request(`http://desk.example.com${path}`, { headers }))
}

test.each([
  ['/', 'document', 'index.html'],
  ['/?type=Demo', 'document', 'index.html'],
  ['/', 'iframe', 'embedded.html'],
  ['/?embed=1', 'document', 'embedded.html'],
  ['/?embed', 'iframe', 'embedded.html'],
])('%s for a browser that loads a %s is %s', async (path, destination, file) => {
  const headers = { 'Sec-Fetch-Dest': destination }
  for (const answer of [
    await ask(path, '', headers),
    await ask(`/desk${path}`, '/desk', headers),
  ]) {
    expect(await answer.text()).toBe(`content of ${file}`)
  }
})

test.each(['/index.html', '/assets/main.js', '/embed.js'])('%s is served', async (path) => {
  expect((await ask(path)).status).toBe(200)
  expect((await ask(`/desk${path}`, '/desk')).status).toBe(200)
})

test.each([
  '/assets/main.js.map',
  '/assets/main.js.map.br',
  '/assets/main.js.map.gz',
  '/embed.js.map',
  '/embed.js.m%61p',
  '/assets/main.js.%6dap',
  '/assets/main.js.map/',
  '/.vite/manifest.json',
  '/%2evite/manifest.json',
  '/%2Evite%2Fmanifest.json',
  '/assets/..%2f.vite/manifest.json',
  '/assets/%2e%2e/.vite/manifest.json',
  '//.vite/manifest.json',
  '/assets/.hidden',
  '/assets%5c.hidden',
  '/%ff.map',
])('%s is not', async (path) => {
  for (const answer of [await ask(path), await ask(`/desk${path}`, '/desk')]) {
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('not found')
  }
})
