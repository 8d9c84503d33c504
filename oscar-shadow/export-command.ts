import { type Command, Option } from 'commander'
import { defaultSiteFile } from '../provision/names.ts'
import type { ExportFlags } from './export-settings.ts'

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description("export the clinic's patients from the backup OSCAR to the gateway, once")
    .option('--source <where>', 'mysql://user@host:3306/database (read-only account), or a mysqldump file, .gz as well')
    .option('--password-file <file>', "the database account's password; mode 0600")
    .addOption(
      new Option('--tls <mode>', 'encryption of the link to the database').choices(['required', 'if-available', 'off']),
    )
    .option('--tls-ca <file>', "certificate of the authority that signed the database server's")
    .option('--to <where>', 'http://HOST:PORT, sftp://USER@HOST/FOLDER, or a folder (default: http://127.0.0.1:3001)')
    .option('--key <file>', 'private key for sftp')
    .option('--host-key <key>', 'public host key of the sftp machine: "ssh-ed25519 AAAA…"')
    .option('--since <when>', 'last: only whose document has changed; yyyy-MM-dd: only whose chart has changed since')
    .addOption(
      new Option('--detail <detail>', 'needed: what the gateway keeps; full: all that the original sent').choices([
        'needed',
        'full',
      ]),
    )
    .option('--resume', 'go on with an interrupted export, however old it is')
    .option('--no-resume', 'begin anew (without either, the same export of the same backup goes on)')
    .option('--when-backup-done', 'export only if there is a new backup, complete (site file: export.backup-done)')
  addStateOptions(command)
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      `
Listens nowhere and changes nothing in the database. Patients that fail are told in a report in the state folder; the
others go on. Exit codes: 0 every patient is through, 1 some failed, or the export stopped.

Examples:
  endpoint export --source mysql://scoophealth@backup/oscar_12_1 --password-file /etc/scoop-endpoint/secrets/oscar
  endpoint export --source oscar.sql.gz --to http://127.0.0.1:3001
  endpoint export --when-backup-done`,
    )
    .action(async (flags: ExportFlags) => (await import('./export-patients.ts')).exportPatients(flags))

  addStateOptions(command.command('notify'))
    .description('tell that the backup is done: what the backup server runs here at the end of its script')
    .addHelpText(
      'after',
      `
Bind it to a key of its own, so that this key can do nothing else (~/.ssh/authorized_keys):
  command="endpoint export notify",restrict ssh-ed25519 AAAA… backup-done

Example:
  endpoint export notify`,
    )
    .action(async (_flags: ExportFlags, { parent }: Command) => {
      const { notifyBackupDone } = await import('./notify-backup-done.ts')
      await notifyBackupDone({ ...parent?.opts(), ..._flags })
    })
}

const addStateOptions = (command: Command) =>
  command
    .option('--state <dir>', 'folder of the checkpoint and the report (without a site file: ./endpoint-data/export)')
    .option('--site <file>', `site file (default: ${defaultSiteFile}, if it exists)`)
