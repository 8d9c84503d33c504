import { createReadStream, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type { NodeSSH } from 'node-ssh'
import { companions } from '../companions.ts'
import { EndpointError } from '../endpoint-error.ts'
import { mongodbHome, releaseFolder } from '../names.ts'
import type { OpenRelease } from '../open-release.ts'
import type { ProvisionFlags } from '../provision-command.ts'
import type { ProvisionOptions } from '../provision-here.ts'
import { secretFiles } from '../secret-files.ts'
import type { Settled, Told } from '../settle.ts'
import { loadSite, type Site } from '../site.ts'
import { connect, readDestination } from './connect.ts'
import { stagingPattern } from './staging.ts'

type There = { file: string; host: string; release: OpenRelease; flags: ProvisionFlags; siteFolder: string }

/**
 * Provisions another machine: brings the release there, unless it has it, runs the same steps there, and tells what they
 * tell. Nothing but a folder in /var/tmp is made outside the steps, and that goes again. Raises EndpointError.
 */
export async function provisionThere(there: There, options: ProvisionOptions): Promise<Settled[]> {
  const ssh = await connect(readDestination(there.host), there.flags)
  try {
    return await withStaging(ssh, async (staging) => {
      await ssh.putFile(there.file, `${staging}/site.yaml`)
      await bringCompanions(ssh, loadSite(there.file), there.siteFolder, staging)
      const program = await bringRelease(ssh, there.release, staging)
      return runThere(ssh, [...program, 'provision', `${staging}/site.yaml`, '--relay', ...asked(options)], options)
    })
  } finally {
    ssh.dispose()
  }
}

const asked = ({ plan, only }: ProvisionOptions) => [
  ...(plan ? ['--plan'] : []),
  ...(only.length ? ['--only', ...only] : []),
]

async function withStaging<Result>(ssh: NodeSSH, work: (folder: string) => Promise<Result>): Promise<Result> {
  await forgetOldStaging(ssh)
  const { stdout, stderr, code } = await ssh.exec('mktemp', ['-d', stagingPattern], {
    stream: 'both',
  })
  const folder = stdout.trim()
  if (code !== 0 || !folder.startsWith('/var/tmp/')) {
    throw new EndpointError(`no folder can be made on the machine: ${stderr}`, { advice: 'see that /var/tmp has room' })
  }
  try {
    return await work(folder)
  } finally {
    await ssh.exec('rm', ['-rf', folder], { stream: 'both' }).catch(() => {})
  }
}

/** A run that lost its machine may have left its folder, secrets and all; none takes half a day. */
async function forgetOldStaging(ssh: NodeSSH): Promise<void> {
  const [folder, name] = [dirname(stagingPattern), basename(stagingPattern).replaceAll('X', '?')]
  const user = (await ssh.exec('id', ['-u'])).trim()
  const old = ['-maxdepth', '1', '-name', name, '-user', user, '-mmin', '+720']
  await ssh.exec('find', [folder, '-mindepth', '1', ...old, '-exec', 'rm', '-rf', '{}', '+'], { stream: 'both' })
}

/** What the site file points at and lies beside it, secrets in a folder of their own; the steps put each in its place. */
async function bringCompanions(ssh: NodeSSH, site: Site, siteFolder: string, staging: string): Promise<void> {
  const bring = async (name: string) => {
    if (existsSync(join(siteFolder, name))) await ssh.putFile(join(siteFolder, name), `${staging}/${name}`)
  }
  for (const { name } of companions(site)) await bring(name)
  const secrets = secretFiles(site).map(({ path }) => join('secrets', basename(path)))
  if (secrets.length > 0) await ssh.exec('mkdir', ['-m', '0700', `${staging}/secrets`])
  for (const name of secrets) await bring(name)
  await bringArchive(ssh, site, siteFolder, staging)
}

/** A hundred megabytes, brought only to a machine that hasn't unpacked it yet. */
async function bringArchive(ssh: NodeSSH, { mongodb }: Site, siteFolder: string, staging: string): Promise<void> {
  if (!mongodb || !existsSync(join(siteFolder, mongodb.archive))) return
  const { code } = await ssh.exec('test', ['-e', `${mongodbHome(mongodb.sha256)}/bin/mongod`], { stream: 'both' })
  if (code !== 0) await ssh.putFile(join(siteFolder, mongodb.archive), `${staging}/${mongodb.archive}`)
}

/** Answers how to run the release's front door there. */
async function bringRelease(ssh: NodeSSH, release: OpenRelease, staging: string): Promise<string[]> {
  const home = releaseFolder(release.name)
  const there = await ssh.exec('test', ['-e', `${home}/manifest.json`], { stream: 'both' })
  if (there.code === 0) return [`${home}/bin/endpoint`]
  const bundle = release.bundle
  const outcome = bundle
    ? await ssh.exec('tar', ['-xzf', '-', '-C', staging], { stream: 'both', stdin: createReadStream(bundle) })
    : await fail('this program was not started from a checkout', 'name a bundle with --bundle FILE')
  if (outcome.code !== 0)
    await fail(`the bundle can't be unpacked there: ${outcome.stderr}`, 'see that /var/tmp has room')
  const staged = `${staging}/${release.name}`
  // Its own loader by name: the program in it knows it only at the place where it will be installed.
  const lib = `${staged}/runtime/lib`
  return [
    `${lib}/ld-linux-x86-64.so.2`,
    '--library-path',
    lib,
    `${staged}/runtime/bin/node`,
    `${staged}/app/endpoint.ts`,
  ]
}

async function fail(message: string, advice: string): Promise<never> {
  throw new EndpointError(message, { advice })
}

/** Ends the steps there, between two of them, by ending their input. */
async function runThere(ssh: NodeSSH, argv: string[], { tell, signal }: ProvisionOptions): Promise<Settled[]> {
  const settled: Settled[] = []
  const input = new PassThrough()
  signal.addEventListener('abort', () => input.end(), { once: true })
  const lines = new PassThrough()
  const reading = (async () => {
    for await (const line of createInterface({ input: lines })) {
      const told: Told = JSON.parse(line)
      tell(told)
      if (told.kind !== 'settled') continue
      const { kind: _, ...outcome } = told
      settled.push(outcome)
    }
  })()
  const root = await isRoot(ssh)
  const [program = '', ...args] = root ? argv : ['sudo', '-n', ...argv]
  const { code, stderr } = await ssh.exec(program, args, {
    stream: 'both',
    stdin: input,
    onStdout: (chunk) => void lines.write(chunk),
  })
  lines.end()
  await reading
  // A plan that would change something ends with 1 and says nothing.
  if (code !== 0 && stderr.trim() !== '') throw failed(stderr)
  return settled
}

async function isRoot(ssh: NodeSSH): Promise<boolean> {
  return (await ssh.exec('id', ['-u'])).trim() === '0'
}

/** What the front door there has said: the trouble, and in its last line the advice. */
function failed(stderr: string): EndpointError {
  const lines = stderr.trim().split('\n')
  const advice = lines.length > 1 ? lines.pop() : undefined
  return new EndpointError(lines.join('\n').replace(/^endpoint: /, ''), {
    advice: advice ?? 'provision again, it goes on from here',
  })
}
