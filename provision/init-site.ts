import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Answers, askSite, questions } from './ask-site.ts'
import { EndpointError } from './endpoint-error.ts'
import { readSite } from './site.ts'
import type { InitFlags } from './site-command.ts'
import { siteText } from './site-text.ts'

/** Writes a site file from flags and, at a terminal, answers. Raises EndpointError if one is there already, or a flag is wrong. */
export async function initSite(file: string, flags: InitFlags): Promise<void> {
  const given = answersOf(flags)
  expectRight(given)
  const answers = process.stdin.isTTY ? await askSite(given, process.stdin, process.stderr) : enough(given)
  const text = siteText(answers)
  readSite(text, file)
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true })
    writeFileSync(file, text, { flag: flags.force ? 'w' : 'wx', mode: 0o644 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new EndpointError(`${file} is there already`, {
      advice: 'name another file, or replace it with --force',
      exitCode: 2,
    })
  }
  process.stdout.write(`${file}\n`)
  process.stderr.write(`look through it, then: endpoint provision ${file} --host USER@ADDRESS --plan\n`)
}

function answersOf(flags: InitFlags): Answers {
  return {
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags.network !== undefined && { network: flags.network }),
    ...(flags.backupOscar !== undefined && { 'backup-oscar': flags.backupOscar }),
    ...(flags.sshFrom !== undefined && { 'ssh-from': flags.sshFrom.join(' ') }),
    ...(flags.hub !== undefined && { hub: flags.hub }),
    ...(flags.timeZone !== undefined && { 'time-zone': flags.timeZone }),
  }
}

function expectRight(answers: Answers): void {
  const complaints = questions.flatMap(({ name, wrong }) => {
    const answer = answers[name]
    return answer === undefined ? [] : wrong(answer).map(({ message }) => `--${name}: ${message}`)
  })
  if (complaints.length === 0) return
  throw new EndpointError(complaints.join('\n'), { advice: 'endpoint site init --help shows an example', exitCode: 2 })
}

function enough(answers: Answers): Answers {
  const missing = questions.filter(({ name, required }) => required && answers[name] === undefined)
  if (missing.length === 0) return answers
  throw new EndpointError(
    `nobody can be asked for ${missing.map(({ name }) => name).join(' and ')} without a terminal`,
    {
      advice: `say ${missing.map(({ name }) => `--${name} …`).join(' ')}`,
      exitCode: 2,
    },
  )
}
