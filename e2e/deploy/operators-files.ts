import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureInstalled } from './proxies.ts'

/** The files of `src/server/deploy`, checked by the programs that read them. */

const top = join(import.meta.dirname, '../..')
const folder = join(top, 'src/server/deploy')

function run(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: folder })
  if (status !== 0) throw new Error(`${program} ends with ${status}:\n${stdout}${stderr}`)
  return `${stdout}${stderr}`
}

test('Prometheus reads the alert rules, and each fires for its fault and for nothing else', () => {
  ensureInstalled('/usr/bin/promtool', 'prometheus')
  expect(run('promtool', ['check', 'rules', 'alerts.yml'])).toMatch(/SUCCESS: \d+ rules/)
  expect(run('promtool', ['test', 'rules', 'alerts.test.yml'])).toContain('SUCCESS')
})

test('Prometheus reads the scrape job', () => {
  ensureInstalled('/usr/bin/promtool', 'prometheus')
  expect(run('promtool', ['check', 'config', 'prometheus.yml'])).toContain('SUCCESS')
})

test('systemd reads the unit without a warning, also as one of two instances', () => {
  ensureInstalled('/usr/bin/systemd-analyze', 'systemd')
  const copies = mkdtempSync(join(tmpdir(), 'desk-unit-'))
  try {
    // This machine has neither Node at that path nor the page.
    const unit = readFileSync(join(folder, 'appointment-desk.service'), 'utf8')
      .replace('/usr/bin/node', process.execPath)
      .replace(/^Documentation=.*$/m, '')
    const copy = join(copies, 'appointment-desk.service')
    writeFileSync(copy, unit)
    expect(run('systemd-analyze', ['verify', '--man=no', copy])).toBe('')
    const instance = join(copies, 'appointment-desk@3000.service')
    writeFileSync(instance, unit.replace('[Service]', '[Service]\nEnvironment=PORT=%i'))
    expect(run('systemd-analyze', ['verify', '--man=no', instance])).toBe('')
    const security = run('systemd-analyze', [
      'security',
      '--offline=yes',
      '--threshold=25',
      '--no-pager',
      copy,
    ])
    expect(security).toMatch(/Overall exposure level .*(OK|SAFE)/)
  } finally {
    rmSync(copies, { recursive: true })
  }
})

test('the image runs as nobody special, holds no secret, and says whether it is well', () => {
  const lines = readFileSync(join(folder, 'Containerfile'), 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const stages = lines.join('\n').split(/^FROM /m)
  const last = stages.at(-1) ?? ''
  expect(last.match(/^USER .*$/gm)).toEqual(['USER node'])
  expect(last).toMatch(/^HEALTHCHECK .*\/healthz/m)
  // With a shell in between, SIGTERM would not reach the desk.
  expect(last).toMatch(/^CMD \[/m)
  expect(last).toMatch(/^COPY --from=build .*node_modules/m)
  expect(last).not.toMatch(/npm (ci|install)/)
  // What a build argument or a variable holds can be read from the image.
  expect(lines.join('\n')).not.toMatch(/^(ARG|ENV) .*(KEY|SECRET|TOKEN|PASSWORD)/m)
  expect(lines.filter((line) => /^(ADD|COPY) \. /.test(line))).toEqual([])
  // Everything that is copied from the repository is there.
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))
  expect(copied).toContain('src')
  expect(copied.filter((name) => globSync(name, { cwd: top }).length === 0)).toEqual([])
  for (const line of lines.filter((one) => one.startsWith('FROM '))) {
    expect(line).toMatch(/node:26-slim/)
  }
})
