import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { e2eDocument } from '../fixtures/e2e/document.ts'
import { run } from '../run-endpoint.ts'
import { openGateway, postDocument, postForm, postRaw } from './open-gateway.ts'

/** Stands wherever a document can hold a patient's data. */
const mark = 'MARKEDNOBODY'

const marked = e2eDocument({
  id: `<id extension="${mark}1"/>`,
  patientIds: `<id extension="${mark}2"/>`,
  patientName: `<name><given>${mark}3</given><family>${mark}4</family></name>`,
  authors: `<author><assignedAuthor><id extension="${mark}5"/></assignedAuthor></author>`,
  sections: `<component><section><text>${mark}6</text></section></component>`,
})

/** The same document, broken in each way that the gateway tells apart. */
const broken: string[] = [
  marked.slice(0, -30),
  `${marked}<${mark}/>`,
  marked.replace('<given>', `<given>a < ${mark} b`),
  marked.replace('<given>', `<${mark}>`),
  marked.replace('</given>', `</${mark}>`),
  marked.replace('<given>', `<given ${mark}="1" ${mark}="2">`),
  marked.replace('<given>', `<${mark}:given>`),
  marked.replace('<given>', `<given ${mark}:a="1">`),
  marked.replace('<given>', `<given a=${mark}>`),
  marked.replace('<given>', '<given>&#0;'),
  marked.replace('<given>', `<given>&${mark};<`),
  marked.replace('<given>', `<?${mark} <given>`),
  marked.replace('<given>', `<![${mark}[<given>`),
  marked.replace('<given>', `<!--${mark}--${mark}--><given>`),
  `<!DOCTYPE ${mark} [<!ENTITY ${mark} "${mark}">]>${marked}`,
  marked.replaceAll('ClinicalDocument', mark),
  marked.replaceAll('urn:hl7-org:v3', mark),
  marked.replace('encoding="UTF-8"', `encoding="${mark}"`),
  marked.replace('code="CA-BC"', `code="${mark}"`),
  marked.replace('<patientRole>', `<${mark}>`).replace('</patientRole>', `</${mark}>`),
  `${'<a>'.repeat(300)}${mark}`,
  e2eDocument({ id: '', patientIds: '', patientName: `<name><given>${mark}</given></name>` }),
  mark,
  `{"${mark}": "${mark}"}`,
]

t.test('no patient data is in any answer or log line, whatever happens to a document', async (t) => {
  const { url, data, lines, close } = await openGateway(t)
  const answers: Response[] = [await postDocument(url, marked), await postDocument(url, marked)]
  for (const document of broken) answers.push(await postDocument(url, document))
  answers.push(await postForm(url, [[mark, marked]]))
  answers.push(await postRaw(url, marked, { 'Content-Type': `text/${mark}` }))
  answers.push(await postRaw(url, marked, { 'Content-Type': `multipart/form-data; boundary=${mark}` }))
  answers.push(await fetch(`${url}/${mark}?${mark}`))
  answers.push(await fetch(url, { headers: { Origin: `http://${mark}.example` } }))

  t.same(
    answers.slice(0, 2).map(({ status }) => status),
    [201, 201],
  )
  for (const [at, answer] of answers.slice(2).entries()) {
    t.match(answer.status, /^4/, broken[at] ?? 'another request')
    const told = `${JSON.stringify([...answer.headers])} ${await answer.text()}`
    t.notMatch(told, mark)
    t.notMatch(told, /\bat .*:\d+:\d+/, 'no stack')
  }
  const listed = await run(['records', 'quarantine', 'list', '--data', data])
  const retried = await run(['records', 'quarantine', 'retry', '--all', '--data', data])
  t.notMatch([listed, retried].map(({ stdout, stderr }) => stdout + stderr).join('\n'), mark)
  await close()
  t.equal(lines.filter(({ msg }) => msg === 'request').length, answers.length, 'one line a request')
  t.notMatch(JSON.stringify(lines), mark)
})

t.test('what identifies a patient is not in clear in the store, but for what the specification keeps', async (t) => {
  const { url, data, close } = await openGateway(t)
  await postDocument(url, marked)
  await close()
  const { stdout } = await run(['records', 'export', '--data', data])
  const kept = [...stdout.matchAll(new RegExp(`"([^"]+)":"${mark}`, 'g'))].map(([, key]) => key)
  t.strictSame(kept, ['_id', 'emr_demographics_primary_key', 'primary_care_provider_id'])
  for (const file of globSync('**/*', { cwd: data, withFileTypes: true })) {
    if (file.isFile()) t.notMatch(readFileSync(join(file.parentPath, file.name), 'latin1'), `${mark}2`, file.name)
  }
})

t.test('the log of a failing store holds neither data nor the address of the store', async (t) => {
  const { url, lines } = await openGateway(t, { store: 'mongodb://somebody:hidden@127.0.0.1:1/nothing' })
  const answer = await postDocument(url, marked)
  t.equal(answer.status, 503)
  t.notMatch(`${await answer.text()} ${JSON.stringify(lines)}`, new RegExp(`${mark}|hidden|somebody`))
})
