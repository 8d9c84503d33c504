import { type Command, Option } from 'commander'
import { defaultSiteFile, trialDataFolder } from '../provision/names.ts'

/** The options of every command that works on a record store. */
export function addStoreOptions(command: Command): Command {
  return command
    .option(
      '--data <dir>',
      `folder of the embedded store, quarantine and secrets (without a site file: ./${trialDataFolder})`,
    )
    .option('--store <store>', 'sqlite, or mongodb://… (default: sqlite)')
    .option('--site <file>', `site file (default: ${defaultSiteFile}, if it exists)`)
}

/** The options of every command that imports documents; they must be the same everywhere, or pseudonyms would differ. */
export function addImportOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--pseudonyms <kind>',
        "how identifiers are hashed; sha224 only to link with an original gateway's data",
      ).choices(['hmac', 'sha224']),
    )
    .option('--din-atc <file>', 'JSON table that supplies ATC codes for DINs')
}
