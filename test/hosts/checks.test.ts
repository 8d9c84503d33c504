import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { installFolder, releaseFolder } from '../../provision/names.ts'
import { run } from './commands.ts'
import type { Host } from './host.ts'
import { addresses, type Network } from './network.ts'
import { openScenario, whyNoHosts } from './scenario.ts'
import { testBundle } from './test-bundle.ts'

const missing = whyNoHosts()
if (missing && process.env.CI === 'true') throw new Error(missing)

const site = `
name: clinic-07
clinic: { network: 10.44.0.0/24, backup-oscar: ${addresses.ops} }
hardware: { cores: 1, memory-gb: 1, disk-gb: 1 }
gateway: { https: '0.0.0.0:443' }
`

t.test(
  'the checks tell what is wrong with a machine, and why',
  { skip: missing ?? false, timeout: 300_000 },
  async (t) => {
    await using scenario = await openScenario()
    const host = await scenario.boot('endpoint')
    const check = await bringChecks(host)

    await t.test('a fresh one lacks what provisioning brings, and nothing else', async (t) => {
      const found = await check()
      t.match(found.hardware, { verdict: 'ok', summary: /\d cores \(required: 1\)/ })
      t.match(found.network, { verdict: 'ok', summary: /wired: host0 has 10.44.0.10/ })
      t.match(found['operating-system'], { verdict: 'ok', summary: /debian 12/ })
      t.match(found['disk-space'], { verdict: /ok|warning/ })
      t.match(found.listening, { verdict: 'ok', summary: /:22\/tcp/ })
      t.match(found.encryption, { verdict: 'warning', summary: /not encrypted/ })
      t.match(found.firewall, { verdict: 'critical', summary: 'the firewall is off', advice: /--only firewall/ })
      t.match(found.services, { verdict: 'critical', summary: /scoop-gateway.service is not installed/ })
      t.match(found.gateway, { verdict: 'unknown', because: 'services' }, 'its cause is told once')
      t.match(found.certificates, { verdict: 'critical', summary: /gateway.pem is missing/ })
      t.match(found['backup-oscar'], { verdict: 'critical', summary: /ECONNREFUSED/, advice: /bind-address/ })
    })

    await t.test('a small one is told what is required and what was found', async (t) => {
      await fake(host, '/proc/cpuinfo', 'processor\t: 0\nmodel name\t: small\n\n')
      await fake(host, '/proc/meminfo', 'MemTotal: 1951232 kB\nMemFree: 50000 kB\nMemAvailable: 60000 kB\n')
      const found = await check(site.replace(/hardware:.*/, 'hardware: { disk-gb: 90000 }'))
      t.match(found.hardware, {
        verdict: 'critical',
        summary:
          /^too little: 1 cores \(required: 2\), 2.0 GB of memory \(required: 4\), \d+ GB of disk \(required: 90000\)$/,
      })
      t.match(found.memory, { verdict: 'critical', summary: /3.1 % of 2.0 GB/ })
    })

    await t.test('a database that listens on the clinic’s network is reached', async (t) => {
      await using _database = await listenInOps(scenario.network, 3306)
      t.match((await check())['backup-oscar'], { verdict: 'ok' })
    })

    await t.test('a firewall as the site wants it holds, and one rule more does not', async (t) => {
      await ufw(host, 'allow', 'proto', 'tcp', 'from', '10.44.0.0/24', 'to', 'any', 'port', '22')
      await ufw(host, 'allow', '443/tcp')
      await ufw(host, '--force', 'enable')
      t.match((await check()).firewall, { verdict: 'ok', summary: /443\/tcp from any, 22\/tcp from 10.44.0.0\/24/ })
      await ufw(host, 'allow', '8080/tcp')
      t.match((await check()).firewall, { verdict: 'critical', summary: /does not want: 8080\/tcp from any/ })
    })

    await t.test('a program that nobody wants is told by its port', async (t) => {
      const cat = ['systemd-socket-activate', '--listen=8443', '--inetd', '--accept', '/bin/cat']
      await host.exec(['systemd-run', '--unit=stray', ...cat])
      await host.exec(['sh', '-c', 'for i in $(seq 50); do ss -lnt | grep -q 8443 && exit; sleep 0.1; done'])
      t.match((await check()).listening, { verdict: 'warning', summary: /8443\/tcp/ })
    })
  },
)

type Told = { verdict: string; summary: string; advice?: string; because?: string }

/** Unpacks the bundle where an endpoint has it; answers how to run its checks there. */
async function bringChecks(host: Host): Promise<(yaml?: string) => Promise<Record<string, Told>>> {
  const { file, release } = await testBundle()
  const releases = join(host.root, installFolder, 'releases')
  mkdirSync(releases, { recursive: true })
  run('tar', ['-xzf', file, '-C', releases])
  return async (yaml = site) => {
    writeFileSync(join(host.root, 'root/site.yaml'), yaml)
    const endpoint = `${releaseFolder(release)}/bin/endpoint`
    const { stdout, stderr } = await host.exec([
      'env',
      '-i',
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
      endpoint,
      'check',
      '--site',
      '/root/site.yaml',
      '--json',
    ])
    if (stdout === '') throw new Error(stderr)
    const { checks } = JSON.parse(stdout) as { checks: ({ check: string } & Told)[] }
    return Object.fromEntries(checks.map((told) => [told.check, told]))
  }
}

/** What the kernel would say on another machine (`test-hosts.md` section 6). */
async function fake(host: Host, path: string, text: string): Promise<void> {
  const there = `/etc/fake-${path.split('/').at(-1)}`
  writeFileSync(join(host.root, there), text)
  await host.exec(['mount', '--bind', there, path])
}

async function ufw(host: Host, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await host.exec(['ufw', ...args])
  if (code !== 0) throw new Error(`ufw ${args.join(' ')}: ${stdout}${stderr}`)
}

/** A listener on the technician's machine, which stands in for a database server. */
async function listenInOps(network: Network, port: number): Promise<AsyncDisposable> {
  const [program = '', ...place] = network.at('ops')
  const script = `require('node:net').createServer().listen(${port}, () => console.log('ready'))`
  const child = spawn(program, [...place, process.execPath, '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  })
  await once(child.stdout, 'data')
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
