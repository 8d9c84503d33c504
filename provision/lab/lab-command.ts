import { type Command, InvalidArgumentError } from 'commander'

export type LabFlags = {
  patients: number
  seed: number
  mysql?: string
  passwordFile?: string
  keep?: boolean
}

export function addLabCommand(program: Command): void {
  program
    .command('lab')
    .description('show the whole flow on this machine: a clinic, its export, the gateway, and the queries of a hub')
    .option('--patients <n>', 'charts of the invented clinic', wholeNumber, 200)
    .option('--seed <n>', 'another one invents another clinic', wholeNumber, 1)
    .option('--mysql <url>', 'export from this OSCAR database instead, mysql://USER@HOST:3306/DATABASE')
    .option('--password-file <file>', "the database account's password; mode 0600")
    .option('--keep', 'leave all running, and say where; Ctrl-C ends it')
    .addHelpText(
      'after',
      `
Needs no root, no database and no network: everything stands in a temporary folder, which goes in the end, and talks over
127.0.0.1. What the clinic's policy would keep from a hub is shown here, since nobody in it is real.

Examples:
  endpoint lab
  endpoint lab --patients 1000 --keep`,
    )
    .action(async (flags: LabFlags) => (await import('./run-lab.ts')).runLab(flags))
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('write a whole number from 1 to 999999')
}
