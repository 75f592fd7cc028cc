// Builds the clients one after another into dist/{h5,app,console,screen} with assets in dist/assets, and the page that
// leads to them into dist/index.html; each text file also gzip and brotli, which the server hands out as they are.
import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

// What every phone page uses travels in one piece, what only reports and later pages use in a few more: small
// pieces compress badly and cost a round trip each.
const later = /\/(LfSheet|LfRow|LfLight|PageTop|MoreButton|CallRow|use-pages|use-now)\b/
const filling = /\/shared\/form\/use-draft\b|\/geo\/locate\b/
const reporting = /\/report\/(PlaceField|RepeatAsk)\b/
const own = /node_modules\/(dexie|jsqr|@noble)|\/shared\/outbox\/|\/(LfProse|design\/prose|LfSwitch|LfSteps|photo|sign-names)\b|\/words\/wechat\/(?!app|index)/ // Of one or two pages only.
const first = /node_modules\/(?!uqr)|\/shared\/|wechat\/[A-Za-z-]+\.(vue|ts)|preload-helper|export-helper|rolldown\/runtime|report\/use-area-sheet/
const together = {
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      { name: 'kit', test: (id) => first.test(id) && ![own, later, filling, reporting].some((other) => other.test(id)) },
      { name: 'filling', test: filling },
      { name: 'reporting', test: reporting },
      { name: 'later', test: later },
    ],
  },
}

/** The page most people open first is fetched beside the kit, not after it. */
const firstPage = {
  name: 'lianfang-first-page',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const pieces = new Map(Object.values(bundle ?? {}).map((piece) => [piece.fileName, piece]))
      const wanted = new Set()
      const want = (piece) => {
        if (!piece || wanted.has(piece) || html.includes(piece.fileName)) return
        wanted.add(piece)
        for (const name of piece.imports) want(pieces.get(name))
      }
      want([...pieces.values()].find((each) => each.facadeModuleId?.endsWith('/wechat/report/pages.ts')))
      const styles = [...wanted].flatMap((piece) => [...piece.viteMetadata.importedCss])
      return [
        ...[...wanted].map((piece) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${piece.fileName}` } })),
        ...[...new Set(styles)].filter((name) => !html.includes(name)).map((name) => ({ tag: 'link', attrs: { rel: 'stylesheet', crossorigin: true, href: `/${name}` } })),
      ]
    },
  },
}

/** Opens without a network, the app always, the citizens' pages on a gate's phone: the service worker is told the files of this build. */
const serviceWorker = (folder, page, more) => ({
  name: 'lianfang-service-worker',
  generateBundle: {
    order: 'post', // Vite drops an entry that only imports
    handler(_, bundle) {
      const pieces = Object.values(bundle).filter(({ fileName }) => !fileName.endsWith('.html'))
      const files = [page, ...more, ...pieces.map(({ fileName }) => `/${fileName}`)]
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      const source = readFileSync(here('./sw.js'), 'utf8')
        .replace('self.__FILES__', JSON.stringify(files))
        .replace('self.__PAGE__', JSON.stringify(page))
        .replace('self.__VERSION__', JSON.stringify(version))
      this.emitFile({ type: 'asset', fileName: `${folder}/sw.js`, source })
    },
  },
})

const manifest = {
  name: 'lianfang-manifest',
  transformIndexHtml: () => [{ tag: 'link', attrs: { rel: 'manifest', href: '/app/app.webmanifest' }, injectTo: 'head' }],
}

const PLUGINS = {
  wechat: [firstPage, serviceWorker('wechat', '/h5/', [])],
  app: [manifest, serviceWorker('app', '/app/', ['/app/icon.svg'])],
}

/** What Vite is told for one client; `write` false only measures. */
export const settingsFor = (client, write = true) => ({
  configFile: here('./vite.config.ts'),
  logLevel: 'warn',
  plugins: PLUGINS[client] ?? [],
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
  if (clients.includes('app')) {
    copyFileSync(here('./clients/app/app.webmanifest'), here('./dist/app/app.webmanifest'))
    copyFileSync(here('./shared/design/icon.svg'), here('./dist/app/icon.svg'))
  }
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
