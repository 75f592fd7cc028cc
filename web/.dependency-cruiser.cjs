/** Borders between clients and shared parts; run by `npm run lint` through borders.js. */
module.exports = {
  forbidden: [
    {
      name: 'clients-are-strangers',
      severity: 'error',
      from: { path: '^clients/([^/]+)/' },
      to: { path: '^clients/', pathNot: '^clients/$1/' },
    },
    { name: 'shared-knows-no-client', severity: 'error', from: { path: '^shared/' }, to: { path: '^clients/' } },
    {
      name: 'design-knows-only-words',
      severity: 'error',
      from: { path: '^shared/design/' },
      to: { path: '^shared/', pathNot: '^shared/(design|words)/' },
    },
    {
      name: 'design-knows-no-server-router-or-store',
      severity: 'error',
      from: { path: '^shared/design/' },
      to: { path: 'node_modules/(openapi-fetch|vue-router|pinia|dexie)/' },
    },
    {
      name: 'only-shared-api-fetches',
      severity: 'error',
      from: { pathNot: '^shared/api/' },
      to: { path: 'node_modules/openapi-fetch/' },
    },
    { name: 'words-know-nothing', severity: 'error', from: { path: '^shared/words/' }, to: { path: '^shared/', pathNot: '^shared/words/' } },
    {
      name: 'phone-pages-stay-light',
      severity: 'error',
      from: { path: '^(clients/wechat|shared)/', pathNot: '^shared/outbox/' },
      to: { path: 'node_modules/(element-plus|echarts|pinia|dexie)/' },
    },
    { name: 'an-outbox-where-work-goes-on-offline', severity: 'error', from: { path: '^(clients|shared)/', pathNot: '^(clients/app|clients/wechat/gate/(engine/|queue)|shared/outbox/)' }, to: { path: '^shared/outbox/' } },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'not-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'], extensions: ['.ts', '.js', '.vue', '.css', '.d.ts'] },
  },
}
