import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Debian's nginx and Apache, each with the file of `src/server/deploy` and nothing else that decides anything. */

const files = join(import.meta.dirname, '../../src/server/deploy')

/** What a proxy of this machine is given instead of what the file names. */
export interface Site {
  folder: string
  port: number
  deskPort: number
  /** Where oauth2-proxy would listen. */
  authPort: number
  secret: string
  certificate: { cert: string; key: string }
}

/** A proxy that listens. */
export interface RunningProxy {
  port: number
  close(): Promise<void>
}

/** Installs a program from Debian where it is missing. */
export function ensureInstalled(program: string, debianPackage: string): void {
  if (existsSync(program)) return
  const done = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], {
    stdio: 'inherit',
  })
  if (done.status === 0 && existsSync(program)) return
  throw new Error(`${program} is missing: install Debian's ${debianPackage}, or run this as root.`)
}

export async function startNginx(site: Site): Promise<RunningProxy> {
  ensureInstalled('/usr/sbin/nginx', 'nginx-light')
  const { folder, secret } = site
  const { certFile, keyFile } = writeCertificate(site)
  const secretFile = join(folder, 'nginx-secret.conf')
  writeFileSync(secretFile, `proxy_set_header X-Proxy-Secret "${secret}";\n`, { mode: 0o600 })
  const text = replaced(readFileSync(join(files, 'nginx.conf'), 'utf8'), [
    // The site that only redirects to https would need a second port.
    [/server \{\n {2}listen 80;[^}]*\}\n/, ''],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${site.port} ssl http2;`],
    ['/etc/ssl/desk.example.com.crt', certFile],
    ['/etc/ssl/private/desk.example.com.key', keyFile],
    ['/etc/nginx/appointment-desk-secret.conf', secretFile],
    ['http://127.0.0.1:3000', `http://127.0.0.1:${site.deskPort}`],
    ['http://127.0.0.1:4180', `http://127.0.0.1:${site.authPort}`],
  ])
  return runNginx(folder, text, site.port)
}

/** Before two instances, with the file for them and no sign-in. */
export async function startNginxBefore(
  deskPorts: readonly [number, number],
  folder: string,
  port: number,
): Promise<RunningProxy> {
  ensureInstalled('/usr/sbin/nginx', 'nginx-light')
  mkdirSync(folder, { recursive: true })
  const text = replaced(readFileSync(join(files, 'nginx-two-instances.conf'), 'utf8'), [
    ['127.0.0.1:3000', `127.0.0.1:${deskPorts[0]}`],
    ['127.0.0.1:3001', `127.0.0.1:${deskPorts[1]}`],
  ])
  const site = `server {
  listen 127.0.0.1:${port};
  proxy_set_header Connection "";
  proxy_http_version 1.1;
  location / { proxy_pass http://appointment_desk; }
}`
  return runNginx(folder, `${text}\n${site}`, port)
}

function runNginx(folder: string, text: string, port: number): Promise<RunningProxy> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  )
  const main = join(folder, 'nginx.conf')
  writeFileSync(
    main,
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr;
events {}
http { access_log off; ${temporary.join(' ')}
${text}
}`,
  )
  return start('/usr/sbin/nginx', ['-p', folder, '-c', main], port)
}

/** Its sign-in is Apache's own: the users of a file, some of whom are named by an e-mail address and some are not. */
export async function startApache(
  site: Site,
  users: Readonly<Record<string, string>>,
): Promise<RunningProxy> {
  ensureInstalled('/usr/sbin/apache2', 'apache2-bin')
  const { folder, secret } = site
  const { certFile, keyFile } = writeCertificate(site)
  const secretFile = join(folder, 'apache-secret.conf')
  writeFileSync(secretFile, `RequestHeader set X-Proxy-Secret "${secret}"\n`, { mode: 0o600 })
  const userFile = join(folder, 'users')
  const lines = Object.entries(users).map(
    ([name, password]) => `${name}:{SHA}${createHash('sha1').update(password).digest('base64')}\n`,
  )
  writeFileSync(userFile, lines.join(''))
  const text = replaced(readFileSync(join(files, 'apache.conf'), 'utf8'), [
    ['<VirtualHost *:443>', `<VirtualHost 127.0.0.1:${site.port}>`],
    ['/etc/ssl/desk.example.com.crt', certFile],
    ['/etc/ssl/private/desk.example.com.key', keyFile],
    ['/etc/apache2/appointment-desk-secret.conf', secretFile],
    ['http://127.0.0.1:3000/', `http://127.0.0.1:${site.deskPort}/`],
    [
      /# sign-in: begin[^]*# sign-in: end/,
      `<Location "/">
        AuthType Basic
        AuthName desk
        AuthUserFile ${userFile}
        Require valid-user
      </Location>`,
    ],
  ])
  const modules = ['mpm_event', 'ssl', 'socache_shmcb', 'headers', 'proxy', 'proxy_http']
  const authModules = [
    'auth_basic',
    'authn_core',
    'authn_file',
    'authz_core',
    'authz_host',
    'authz_user',
  ]
  const loaded = [...modules, ...authModules].map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  )
  const main = join(folder, 'apache.conf')
  writeFileSync(
    main,
    `ServerRoot ${folder}
ServerName desk.example.com
DefaultRuntimeDir ${folder}
PidFile ${join(folder, 'apache.pid')}
ErrorLog ${join(folder, 'apache.log')}
${loaded.join('\n')}
Listen 127.0.0.1:${site.port}
${text}`,
  )
  return start('/usr/sbin/apache2', ['-f', main, '-D', 'FOREGROUND'], site.port)
}

/** The text with each part replaced wherever it stands; one that is missing would make the test prove nothing. */
function replaced(text: string, parts: readonly (readonly [string | RegExp, string])[]): string {
  return parts.reduce((rest, [part, other]) => {
    const next = typeof part === 'string' ? rest.replaceAll(part, other) : rest.replace(part, other)
    if (next === rest) throw new Error(`The file has no ${String(part)}.`)
    return next
  }, text)
}

function writeCertificate({ folder, certificate }: Site) {
  mkdirSync(folder, { recursive: true })
  const certFile = join(folder, 'desk.crt')
  const keyFile = join(folder, 'desk.key')
  writeFileSync(certFile, certificate.cert)
  writeFileSync(keyFile, certificate.key, { mode: 0o600 })
  return { certFile, keyFile }
}

/** Starts a program, and waits until it listens. */
export async function start(
  program: string,
  args: string[],
  port: number,
  runAs: { uid?: number; gid?: number } = {},
): Promise<RunningProxy> {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...runAs })
  const ended = once(child, 'exit')
  for (let tries = 0; !(await listens(port)); tries += 1) {
    if (child.exitCode !== null || tries > 100) throw new Error(`${program} does not start.`)
    await pause(100)
  }
  return {
    port,
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
