import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { attempt } from './commands.ts'
import { addresses } from './network.ts'
import { moved, openTechnician, clinicSite as site } from './provisioning.ts'
import { openScenario, whyNoHosts } from './scenario.ts'

const missing = whyNoHosts()
if (missing && process.env.CI === 'true') throw new Error(missing)

t.test('a run that was cut off is finished by the next one', { skip: missing ?? false }, async (t) => {
  await using scenario = await openScenario()
  const host = await scenario.boot('endpoint')
  using technician = await openTechnician(scenario, host, site)
  const shell = async (script: string) => (await host.exec(['sh', '-c', script])).stdout.trim()

  /** Stops a run at the moment that a step is told. */
  const interruptAt = async (step: string, stop: (run: ReturnType<typeof spawn>) => unknown) => {
    const [program = '', ...args] = technician.command()
    const run = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = once(run, 'exit')
    run.stderr?.on('data', (chunk) => String(chunk).includes(`${step}:`) && stop(run))
    await ended
  }

  await t.test('the operator is cut off while the release is copied', async (t) => {
    await interruptAt('release', (run) => run.kill('SIGKILL'))
    const quiet = 'for i in $(seq 100); do pgrep -f endpoint.ts >/dev/null || break; sleep 0.2; done'
    await shell(quiet)
    t.equal(await shell('ls /var/tmp | grep ^scoop'), '', 'the other end tidies up by itself')
  })

  await t.test('the plug is pulled while services are started', async (t) => {
    await interruptAt('services', () => void host.kill())
    await host.boot()
    const { code, said } = await technician.provision()
    t.equal(code, 0, said)
    t.strictSame(moved((await technician.provision(['--plan'])).steps), [])
  })

  await t.test('one machine of several that is away stops no other', async (t) => {
    const folder = join(technician.folder, 'sites')
    mkdirSync(folder)
    const named = (address: string) => `machine: root@${address}\n${site}`
    technician.write({
      'sites/a.yaml': named('10.44.0.77').replace('clinic-07', 'clinic-01'),
      'sites/b.yaml': named(addresses.endpoint),
    })
    technician.write({
      '.ssh/known_hosts': `${addresses.endpoint} ${await shell('cat /etc/ssh/ssh_host_ed25519_key.pub')}\n`,
    })
    const args = technician
      .command(['--only', 'firewall'])
      .flatMap((word) => (word.endsWith('site.yaml') ? [folder] : [word]))
    const at = args.indexOf('--host')
    const [program = '', ...rest] = args.toSpliced(at, 2).filter((word) => word !== '--json')
    const { code, stdout, stderr } = await attempt('env', [`HOME=${technician.folder}`, program, ...rest])
    t.equal(code, 1)
    t.match(
      stdout,
      /^clinic-01 +root@10\.44\.0\.77 +failed: no connection.*\nclinic-07 +root@10\.44\.0\.10 +unchanged\n$/,
      stderr,
    )
  })
})
