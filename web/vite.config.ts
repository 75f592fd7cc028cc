// One build per client, so that the phone pages never carry what only the console needs.
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname)

/** Serves clients/wechat at /h5/ while developing, as the built site does. */
const publicAddresses: Plugin = {
  name: 'lianfang-public-addresses',
  configureServer(server) {
    server.middlewares.use((request, _answer, next) => {
      if (request.url?.split('?')[0] === '/h5/') request.url = '/wechat/'
      next()
    })
  },
}

export default defineConfig({
  root: here('./clients'),
  base: '/',
  publicDir: false,
  plugins: [vue(), publicAddresses],
  resolve: { alias: { '@shared': here('./shared') } },
  define: { __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  build: {
    outDir: here('./dist'),
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2020',
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/files': 'http://127.0.0.1:8000' } },
  test: { root: here('.'), environment: 'happy-dom', include: ['{clients,shared,tests}/**/*.test.{ts,js}'] },
})
