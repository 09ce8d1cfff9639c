import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { freePort } from '../support/portals.ts'
import { type Driver, keyCodes } from './driver.ts'

/** Where Debian puts what drives WebKitGTK and its small browser. */
export interface WebKitPlaces {
  driver: string
  miniBrowser: string
  xvfb: string
}

const startPatienceMs = 15_000

/**
 * Debian's WebKitGTK, the engine that Safari is the best-known user of, by WebDriver over HTTP. It has no headless mode,
 * so it draws on a virtual screen.
 */
export async function openWebKit(places: WebKitPlaces): Promise<Driver> {
  const screen = await openScreen(places.xvfb)
  const home = mkdtempSync(join(tmpdir(), 'desk-webkit-'))
  const downloads = join(home, 'Downloads')
  mkdirSync(downloads)
  mkdirSync(join(home, '.config'))
  writeFileSync(join(home, '.config/user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
  const port = await freePort()
  const driver = spawn(places.driver, [`--port=${port}`], {
    stdio: 'ignore',
    // Without a language of UTF-8 it types no letter beyond ASCII.
    env: {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      DISPLAY: screen.display,
      LANG: 'en_GB.UTF-8',
      LC_ALL: 'C.UTF-8',
    },
  })
  const end = () => {
    driver.kill('SIGKILL')
    screen.process.kill('SIGKILL')
  }
  process.once('exit', end)
  const ask = asker(`http://127.0.0.1:${port}`)
  await answering(ask, driver)
  const { sessionId, capabilities } = Session.parse(
    await ask('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': { binary: places.miniBrowser, args: ['--automation'] },
        },
      },
    }),
  )
  const at = `/session/${sessionId}`
  const act = (id: string, type: string, actions: object[], more: object = {}) =>
    ask('POST', `${at}/actions`, { actions: [{ id, type, actions, ...more }] })
  const typeKeys = (keys: string) =>
    act(
      'keyboard',
      'key',
      Array.from(keys).flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]),
    )

  return {
    name: `WebKit ${capabilities.browserName} ${capabilities.browserVersion}`,
    open: async (url) => {
      await ask('POST', `${at}/frame`, { id: null })
      await ask('POST', `${at}/url`, { url })
    },
    enterFrame: async () => {
      await ask('POST', `${at}/frame`, { id: 0 })
    },
    keepsFrameCookies: false,
    resize: async (width, height) => {
      await ask('POST', `${at}/window/rect`, { width, height, x: 0, y: 0 })
    },
    ask: (expression) =>
      ask('POST', `${at}/execute/sync`, { script: `return ${expression}`, args: [] }),
    click: async ({ x, y }) => {
      await act(
        'mouse',
        'pointer',
        [
          { type: 'pointerMove', x: Math.round(x), y: Math.round(y), origin: 'viewport' },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
        { parameters: { pointerType: 'mouse' } },
      )
    },
    type: async (text) => {
      await typeKeys(text)
    },
    press: async (key) => {
      await typeKeys(keyCodes[key])
    },
    picture: async () =>
      Buffer.from(z.string().parse(await ask('GET', `${at}/screenshot`)), 'base64'),
    downloads,
    close: async () => {
      await ask('DELETE', at)
      end()
      process.off('exit', end)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const Session = z.object({
  sessionId: z.string(),
  capabilities: z.object({ browserName: z.string(), browserVersion: z.string() }),
})
const Reply = z.object({ value: z.unknown() })

type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

function asker(base: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${base}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`WebDriver: ${method} ${path}: ${text}`)
    return Reply.parse(JSON.parse(text)).value
  }
}

async function answering(ask: Ask, driver: ChildProcess): Promise<void> {
  const deadline = Date.now() + startPatienceMs
  while (Date.now() < deadline && driver.exitCode === null) {
    const isReady = await ask('GET', '/status').then(
      () => true,
      () => false,
    )
    if (isReady) return
    await pause(50)
  }
  throw new Error('WebKitWebDriver did not start.')
}

/** A virtual screen on a free number, which Xvfb itself finds and tells. */
async function openScreen(xvfb: string): Promise<{ display: string; process: ChildProcess }> {
  const child = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1600x1200x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [number] = await once(child.stdout, 'data')
  return { display: `:${String(number).trim()}`, process: child }
}
