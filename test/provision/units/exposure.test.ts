import { globSync } from 'node:fs'
import t from 'tap'
import { attempt } from '../../hosts/commands.ts'

const folder = new URL('../../../systemd/', import.meta.url).pathname
const units = globSync('*.service', { cwd: folder })

/** What `systemd-analyze security` may say of a unit at most: 10 is open, 0 is shut. */
const ceiling = 2.8

const { code } = await attempt('systemd-analyze', ['--version'])
const missing = code !== 0 && 'this machine has no systemd-analyze'
if (missing && process.env.CI === 'true') throw new Error(missing)

for (const unit of units) {
  t.test(`${unit} is exposed by ${ceiling} at most`, { skip: missing }, async (t) => {
    const options = ['security', '--offline=true', '--no-pager', `--threshold=${ceiling * 10}`]
    const { code, stdout, stderr } = await attempt('systemd-analyze', [...options, `${folder}${unit}`])
    const level = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]
    t.ok(Number(level) <= ceiling, `${level} ${stderr}`)
    t.equal(code, 0, stderr)
  })
}
