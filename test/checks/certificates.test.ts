import { chmodSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { certificates } from '../../checks/certificates.ts'
import { makeLab } from '../../gateway/certificates/make-lab.ts'
import { runHere } from './judging.ts'

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day)

/** The TLS files of a lab, and the site that names them. */
async function files(t: Pick<Test, 'testdir'>, options: { days?: number; now?: Date } = {}) {
  const lab = await makeLab(options)
  const folder = t.testdir({ 'gateway.pem': `${lab.gateway.certificate}\n${lab.ca}`, 'hub-ca.pem': lab.ca })
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(`${folder}/${name}`, text)
    chmodSync(`${folder}/${name}`, mode)
  }
  write('gateway.key', lab.gateway.key)
  const site = `gateway: { https: '0.0.0.0:443', tls-cert: ${folder}/gateway.pem, tls-key: ${folder}/gateway.key, hub-ca: ${folder}/hub-ca.pem }`
  return { lab, folder, site, write }
}

t.test('certificates of a new lab hold, and say how long', async (t) => {
  const { site } = await files(t, { days: 365 })
  t.match(await runHere(certificates, site), { verdict: 'ok', summary: /expires on \d{4}-.*clock says \d{4}-/ })
})

t.test('a month before the end is a warning, a week before it critical', async (t) => {
  const soon = await files(t, { days: 60, now: ago(40) })
  t.match(await runHere(certificates, soon.site), { verdict: 'warning', summary: /expires on/ })
  const now = await files(t, { days: 60, now: ago(57) })
  t.match(await runHere(certificates, now.site), { verdict: 'critical', advice: /endpoint certificates request/ })
})

t.test('an expired one tells both times, for more often it is the clock', async (t) => {
  const { site } = await files(t, { days: 10, now: ago(20) })
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /expired on \d{4}-.*clock says \d{4}-/ })
})

t.test('so does one that does not hold yet', async (t) => {
  const { site } = await files(t, { now: ago(-30) })
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /holds only from .*clock says/ })
})

t.test('a key that others may read is critical', async (t) => {
  const { site, folder } = await files(t)
  chmodSync(`${folder}/gateway.key`, 0o640)
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /others may read/, advice: /chmod 600/ })
})

t.test("so are another certificate's key, and a text that is none", async (t) => {
  const { site, write } = await files(t)
  write('gateway.key', (await makeLab()).gateway.key)
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /does not belong/ })
  write('gateway.key', 'hunter2')
  const finding = await runHere(certificates, site)
  t.match(finding, { verdict: 'critical', summary: /does not belong/ })
  t.notMatch(JSON.stringify(finding), /hunter2/)
})

t.test('a chain in the wrong order is told', async (t) => {
  const { site, lab, write } = await files(t)
  write('gateway.pem', `${lab.gateway.certificate}\n${(await makeLab()).ca}`)
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /lab-gateway is not signed by/ })
})

t.test('files that are missing, empty or no authority are told by their names', async (t) => {
  const { site, lab, write } = await files(t)
  write('hub-ca.pem', lab.gateway.certificate)
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /hub-ca.pem is no authority/ })
  write('hub-ca.pem', '')
  t.match(await runHere(certificates, site), { verdict: 'critical', summary: /hub-ca.pem holds no certificate/ })
  const nowhere = site.replaceAll('gateway.pem', 'none.pem')
  t.match(await runHere(certificates, nowhere), { verdict: 'critical', summary: /none.pem is missing/ })
})

t.test('a site without a hub side needs none', async (t) => {
  t.match(await runHere(certificates), { verdict: 'ok', summary: /not looked at.*gateway.https/ })
})
