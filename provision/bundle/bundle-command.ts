import type { Command } from 'commander'

type BundleFlags = { out: string; uncommitted?: boolean; json?: boolean }

export function addBundleCommand(program: Command): void {
  program
    .command('bundle')
    .description('make the offline installation bundle: one file with all that an endpoint runs, its own Node included')
    .requiredOption('--out <file>', 'where to write it; a .tar.gz of about 50 MB')
    .option('--uncommitted', 'also with changes that are not committed, for trying things out')
    .option('--json', 'print what was made as JSON')
    .addHelpText(
      'after',
      `
Runs in a checkout on Debian 12 or a similar machine, with gcc, binutils, patchelf and git. The bundle runs on Ubuntu 12.04
as on current systems, and nothing is downloaded there.

Example:
  endpoint bundle --out scoop-endpoint.tar.gz`,
    )
    .action(async (flags: BundleFlags) => {
      const { makeBundle } = await import('./make-bundle.ts')
      const progress = (doing: string) => void process.stderr.write(`${doing} …\n`)
      const { file, release } = await makeBundle(flags.out, { uncommitted: flags.uncommitted ?? false, progress })
      process.stdout.write(flags.json ? `${JSON.stringify({ file, release })}\n` : `${file}\nrelease ${release}\n`)
    })
}
