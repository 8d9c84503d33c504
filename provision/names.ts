/** Every name that the endpoint has on a machine derives from this one. */
export const productName = 'scoop-endpoint'

export const siteFolder = `/etc/${productName}`
export const defaultSiteFile = `${siteFolder}/site.yaml`
/** Where an installed endpoint keeps its data. */
export const installedDataFolder = `/var/lib/${productName}/gateway`
/** Where a gateway without a site file keeps its data: in the current folder, for trying things out. */
export const trialDataFolder = 'endpoint-data'

/** Where releases stand on an endpoint; `current` in it points at the one that runs. */
export const installFolder = `/opt/${productName}`
export const releaseFolder = (release: string) => `${installFolder}/releases/${release}`
export const currentRelease = `${installFolder}/current`
/** What people call it by. */
export const installedCommand = '/usr/local/bin/endpoint'
/** Held by whoever changes what is installed. */
export const lockFile = `/run/${productName}/provision.lock`

/** The accounts that services run as; nobody logs in with them. */
export const gatewayAccount = 'scoop-gateway'
export const shadowAccount = 'scoop-shadow'
export const tunnelAccount = 'scoop-tunnel'
export const mongodbAccount = 'scoop-mongod'

/** Where a MongoDB server stands, by the SHA-256 of its archive. */
export const mongodbHome = (sha256: string) => `${installFolder}/mongodb/${sha256.slice(0, 16)}`
export const mongodbCurrent = `${installFolder}/mongodb/current`

export const secretsFolder = `${siteFolder}/secrets`
export const tlsFolder = `${siteFolder}/tls`
export const stateFolder = `/var/lib/${productName}`

/** What starts the updater, and the file whose time says when it last looked for a new release. */
export const updaterCron = `/etc/cron.d/${productName}`
export const updaterStamp = `${stateFolder}/updater/last-look`
