import { type Command, InvalidArgumentError } from 'commander'

type ClinicFlags = { patients: number; seed: number; out: string; json?: boolean }

export function addClinicCommand(program: Command): void {
  program
    .command('clinic')
    .description('invent a clinic: an OSCAR 12.1 database of people who never were, as a mysqldump file')
    .requiredOption('--out <file>', 'where to write it; compressed if the name ends in .gz')
    .option('--patients <n>', 'charts; about nine in ten are active', wholeNumber, 200)
    .option('--seed <n>', 'another one invents another clinic; the same one the same', wholeNumber, 1)
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      `
Examples:
  endpoint clinic --patients 1000 --out clinic.sql.gz
  endpoint export --source clinic.sql.gz --to documents/`,
    )
    .action(async ({ patients, seed, out, json }: ClinicFlags) => {
      const { writeClinicDump } = await import('./index.ts')
      await writeClinicDump(out, { patients, seed })
      process.stdout.write(
        json ? `${JSON.stringify({ file: out, patients, seed })}\n` : `${out}: a clinic of ${patients} charts\n`,
      )
    })
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('write a whole number from 1 to 999999')
}
