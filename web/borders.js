// Checks who may import whom, and that the checker saw a plausible number of modules and edges.
import { createRequire } from 'node:module'
import { readdirSync, readFileSync } from 'node:fs'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const config = createRequire(import.meta.url)('./.dependency-cruiser.cjs')
const sources = ['clients', 'shared'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(vue|ts)$/.test(name) && !/\.(test|d)\.ts$/.test(name)),
)

const { output } = await cruise(
  ['clients', 'shared'],
  { ...config.options, ruleSet: config, validate: true },
  config.options.enhancedResolveOptions,
  { tsConfig: extractTSConfig('./tsconfig.json') },
)
const seen = new Map(output.modules.map((module) => [module.source, module]))
const unseen = sources.filter((name) => !seen.has(name))
const blind = sources.filter((name) => /^import .* from '/m.test(readFileSync(name, 'utf8')) && !seen.get(name)?.dependencies.length)

for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} -> ${to}`)
for (const name of unseen) console.error(`not seen by the border check: ${name}`)
for (const name of blind) console.error(`imports not seen by the border check: ${name}`)
console.log(`borders: ${sources.length} modules, ${output.summary.totalDependenciesCruised} edges`)
if (output.summary.violations.length || unseen.length || blind.length) process.exit(1)
