// Builds the clients one after another into dist/{h5,app,console,screen} with assets in dist/assets, and the page that
// leads to them into dist/index.html; each text file also gzip and brotli, which the server hands out as they are.
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

// What every phone page uses travels in one piece, what only later pages use in a second: small pieces compress badly
// and cost a round trip each.
const later = /\/(LfSheet|LfSwitch|LfSteps|LfRow|LfLight|PageTop|MoreButton|CallRow|use-pages|use-now)\b/
const first = /node_modules\/(?!uqr)|\/shared\/(?!words\/wechat\/)|wechat\/[A-Za-z-]+\.(vue|ts)|preload-helper|export-helper|report\/use-area-sheet/
const together = {
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      { name: 'kit', test: (id) => first.test(id) && !later.test(id) },
      { name: 'later', test: later },
    ],
  },
}

/** The page most people open first is fetched beside the kit, not after it. */
const firstPage = {
  name: 'lianfang-first-page',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle }) {
      const piece = Object.values(bundle ?? {}).find((each) => each.facadeModuleId?.endsWith('/wechat/report/pages.ts'))
      const script = { tag: 'link', attrs: { rel: 'modulepreload', href: `/${piece.fileName}` } }
      const styles = [...piece.viteMetadata.importedCss].map((name) => ({ tag: 'link', attrs: { rel: 'stylesheet', href: `/${name}` } }))
      return [script, ...styles]
    },
  },
}

/** What Vite is told for one client; `write` false only measures. */
export const settingsFor = (client, write = true) => ({
  configFile: here('./vite.config.ts'),
  logLevel: 'warn',
  plugins: client === 'wechat' ? [firstPage] : [],
  // Element Plus still has option-style components; our own have none.
  define: { __VUE_OPTIONS_API__: client === 'console' ? 'true' : 'false' },
  build: {
    write,
    emptyOutDir: false,
    rolldownOptions: { input: here(`./clients/${client}/index.html`), ...(client === 'wechat' && { output: together }) },
  },
})

function compressAll(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|html|svg|json)$/.test(name)) continue
    const text = readFileSync(folder + name)
    writeFileSync(`${folder}${name}.gz`, gzipSync(text, { level: 9 }))
    writeFileSync(`${folder}${name}.br`, brotliCompressSync(text))
  }
}

async function buildAll(clients) {
  rmSync(here('./dist'), { recursive: true, force: true })
  for (const client of clients) await build(settingsFor(client))
  if (clients.includes('wechat')) renameSync(here('./dist/wechat'), here('./dist/h5'))
  if (clients.includes('welcome')) {
    renameSync(here('./dist/welcome/index.html'), here('./dist/index.html'))
    rmSync(here('./dist/welcome'), { recursive: true })
  }
  compressAll(here('./dist/'))
  console.log(`built ${clients.join(', ')} into dist/`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2)
  await buildAll(asked.length ? asked : ['welcome', 'wechat', 'app', 'console', 'screen'])
}
