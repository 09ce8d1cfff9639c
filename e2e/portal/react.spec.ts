import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { expect } from '../support/fixtures.ts'
import { test } from '../support/portals.ts'
import { openDetails } from '../support/rep.ts'

const root = join(import.meta.dirname, '../..')

/** A portal in React, in StrictMode, around the component of the README exactly as it stands there. */
async function portalInReact(deskUrl: string): Promise<string> {
  const readme = readFileSync(join(root, 'src/embed/README.md'), 'utf8')
  const [, component = ''] = /```tsx\n([^]*?)```/.exec(readme) ?? []
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'react-portal-'))
  try {
    writeFileSync(join(folder, 'desk.tsx'), component)
    writeFileSync(
      join(folder, 'main.tsx'),
      `import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Desk } from './desk'
function Portal() {
  const [heard, setHeard] = useState<string[]>([])
  const [subject, setSubject] = useState('First')
  const [isShown, setIsShown] = useState(true)
  return <>
    <button onClick={() => setSubject('Second')}>Another subject</button>
    <button onClick={() => setHeard([...heard, 'note'])}>Render again</button>
    <button onClick={() => setIsShown(!isShown)}>Show or hide</button>
    <ol aria-label="Heard">{heard.map((one, index) => <li key={index}>{one}</li>)}</ol>
    {isShown && <Desk src="${deskUrl}/" type="Meeting" owner="priya.nair@example.com" subject={subject}
      onBooked={({ taskType }) => setHeard([...heard, 'booked ' + taskType.name])} />}
  </>
}
createRoot(document.querySelector('main')!).render(<StrictMode><Portal /></StrictMode>)
`,
    )
    const built = await build({
      configFile: false,
      root: folder,
      logLevel: 'silent',
      mode: 'development',
      // As in development, where StrictMode runs every effect twice.
      define: { 'process.env.NODE_ENV': '"development"' },
      build: {
        write: false,
        minify: false,
        lib: { entry: join(folder, 'main.tsx'), formats: ['iife'], name: 'portal' },
      },
    })
    const [first] = Array.isArray(built) ? built : []
    const chunk = first?.output[0]
    if (chunk?.type !== 'chunk') throw new Error('There is no script.')
    return chunk.code
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the React component of the README survives StrictMode, new callbacks and new values', async ({
  page,
  portals,
}) => {
  const code = await portalInReact(portals.deskUrl)
  await page.goto(
    portals.listed.page(
      `<main></main><script>${code.replaceAll('</script', '<\\/script')}</script>`,
    ),
  )
  const desk = page.frameLocator('iframe')
  await expect(desk.getByRole('combobox', { name: 'Owner' })).toHaveValue('Priya Nair')
  await expect(page.locator('iframe')).toHaveCount(1)
  await openDetails(desk)
  await expect(desk.getByLabel('Subject')).toHaveValue('First')
  await desk.getByLabel('Description').fill('Typed before')
  await page.getByRole('button', { name: 'Render again' }).click()
  await page.getByRole('button', { name: 'Another subject' }).click()
  await expect(desk.getByLabel('Subject')).toHaveValue('Second')
  await expect(desk.getByLabel('Description')).toHaveValue('Typed before')
  await desk.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Booked' })).toBeVisible()
  const heard = page.getByRole('list', { name: 'Heard' }).getByRole('listitem')
  await expect(heard).toHaveText(['note', 'booked Meeting'])

  await page.getByRole('button', { name: 'Show or hide' }).click()
  await expect(page.locator('iframe')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show or hide' }).click()
  await expect(desk.getByRole('button', { name: 'Book', exact: true })).toBeVisible()
  await expect(page.locator('iframe')).toHaveCount(1)
})
