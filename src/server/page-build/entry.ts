import type { Plugin, Rolldown } from 'vite'

/**
 * Puts the page's own style sheet into the page, so that the first paint needs nothing but the HTML. The server allows
 * exactly this style by its hash. Style sheets of parts that load later stay files.
 */
export function inlineStyle(): Plugin {
  let style = ''
  return {
    name: 'inline-style',
    apply: 'build',
    generateBundle: {
      order: 'pre',
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || !chunk.isEntry) continue
          for (const file of chunk.viteMetadata?.importedCss ?? []) {
            style += textOf(bundle[file])
            delete bundle[file]
          }
          chunk.viteMetadata?.importedCss.clear()
        }
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        if (style === '') throw new Error('The page has no style.')
        return html.replace('</head>', () => `  <style>${style}</style>\n  </head>`)
      },
    },
  }
}

/** Without Vite's own mark at its end. */
function textOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): string {
  if (file?.type !== 'asset') throw new Error('A style sheet is missing from the build.')
  return String(file.source).replace(/\s*\/\*\$vite\$:\d+\*\/\s*$/, '')
}

/**
 * Lets Chromium compile the page's script on another thread while it arrives. Otherwise it compiles each function at its
 * first call, on the thread that also takes the keys. The comment must be the script's first line, so Rolldown's
 * `postBanner` does not do: Vite writes a line of its own before it.
 */
export function compileHint(): Plugin {
  return {
    name: 'compile-hint',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || !chunk.isEntry) continue
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`
          const map = bundle[`${chunk.fileName}.map`]
          if (map?.type !== 'asset') throw new Error('The page has no source map.')
          // A semicolon is a line to which nothing maps.
          map.source = String(map.source).replace('"mappings":"', '"mappings":";')
        }
      },
    },
  }
}
