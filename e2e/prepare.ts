import { findWholeBrowser, installBrowser } from './support/find-browser.ts'
import { ensurePageIsBuilt } from '#server/page-build/stamp.ts'

/** Prepares a test run: the page is built from the sources as they stand, and there is a browser to open it in. */
await ensurePageIsBuilt((line) => process.stderr.write(`${line}\n`))
if (findWholeBrowser() === null) installBrowser()
