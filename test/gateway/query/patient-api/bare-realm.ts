/* Evaluates the API in a realm without any global of Node and prints what a query finds there, as JSON. */
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { constants, createContext, runInContext, SourceTextModule } from 'node:vm'

const index = new URL('../../../../gateway/query/patient-api/index.ts', import.meta.url)
const realm = createContext(constants.DONT_CONTEXTIFY)
const modules = new Map<string, SourceTextModule>()

function moduleAt(url: URL): SourceTextModule {
  const known = modules.get(url.href)
  if (known) return known
  const code = stripTypeScriptTypes(readFileSync(url, 'utf8'))
  const module = new SourceTextModule(code, { context: realm, identifier: url.href })
  modules.set(url.href, module)
  return module
}

const api = moduleAt(index)
await api.link((specifier, importer) => moduleAt(new URL(specifier, importer.identifier)))
await api.evaluate()
Object.assign(realm, api.namespace)

const asked = `
  hQuery.Patient.prototype.count = function () { return this.medications().length }
  hQuery.mine = 1
  var patient = new hQuery.Patient({ medications: [{ codes: { A: ['1'] }, start_time: 1 }] })
  JSON.stringify({
    globals: Object.keys(this).sort(),
    count: patient.count(),
    list: patient.medications() instanceof Array,
    date: patient.medications()[0].startDate() instanceof Date,
    mine: hQuery.mine,
    Specifics: Specifics,
  })`
console.log(runInContext(asked, realm))
