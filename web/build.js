// Builds the four clients one after another into dist/{h5,app,console,screen} with assets in dist/assets.
import { renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const clients = process.argv.length > 2 ? process.argv.slice(2) : ['wechat', 'app', 'console', 'screen']

rmSync(here('./dist'), { recursive: true, force: true })
for (const client of clients) {
  await build({
    configFile: here('./vite.config.ts'),
    logLevel: 'warn',
    // Element Plus still has option-style components; our own have none.
    define: { __VUE_OPTIONS_API__: client === 'console' ? 'true' : 'false' },
    build: { emptyOutDir: false, manifest: `${client}.manifest.json`, rolldownOptions: { input: here(`./clients/${client}/index.html`) } },
  })
}
if (clients.includes('wechat')) renameSync(here('./dist/wechat'), here('./dist/h5'))
console.log(`built ${clients.join(', ')} into dist/`)
