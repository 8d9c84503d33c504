import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import type { Host } from './host.ts'
import { judged } from './judge.ts'
import { dataFolder, nearest } from './places.ts'

/** Whether a stolen disk shows the records: the data folder should lie on an encrypted device. */
export const encryption: Check = {
  name: 'encryption',
  async run({ site, host }) {
    const folder = await nearest(host, dataFolder(site))
    const mount = mountOf((await host.read('/proc/self/mountinfo')) ?? '', folder)
    const layers = mount === undefined ? [] : await layersBelow(host, mount.device)
    return judgeEncryption({ folder, kind: mount?.kind ?? 'unknown', layers })
  },
}

export type Mount = { point: string; device: string; kind: string }

/** The mount that a path lies on: of proc(5)'s mountinfo the last one with the longest way that leads there. */
export function mountOf(mountinfo: string, path: string): Mount | undefined {
  const mounts = [...mountinfo.matchAll(/^\d+ \d+ (\d+:\d+) \S+ (\S+) .*? - (\S+)/gm)].map(
    ([, device = '', point = '', kind = '']) => ({ device, point: unescaped(point), kind }),
  )
  const leading = mounts.filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`))
  return leading.reduce<Mount | undefined>(
    (best, mount) => (best && best.point.length > mount.point.length ? best : mount),
    undefined,
  )
}

/** Blanks and their like stand there as octal numbers. */
const unescaped = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))

/** Names that device mapper gives the layers from a device downwards; a plain disk has none. */
async function layersBelow(host: Host, device: string): Promise<string[]> {
  const place = `/sys/dev/block/${device}`
  const own = (await host.read(`${place}/dm/uuid`))?.trim()
  const slaves = (await host.list(`${place}/slaves`)) ?? []
  const numbers = await Promise.all(slaves.map((slave) => host.read(`${place}/slaves/${slave}/dev`)))
  const below = await Promise.all(numbers.map((number) => (number ? layersBelow(host, number.trim()) : [])))
  return [...(own ? [own] : []), ...below.flat()]
}

export type Storage = { folder: string; kind: string; layers: readonly string[] }

/** File systems that encrypt by themselves; encfs is seen as fuse. */
const encrypting = ['ecryptfs', 'fuse.encfs', 'fuse.gocryptfs']

export function judgeEncryption({ folder, kind, layers }: Storage): Finding {
  const layer = layers.find((name) => name.startsWith('CRYPT-'))
  if (layer) return { verdict: 'ok', summary: `${folder} lies on an encrypted device (${layer.split('-')[1]})` }
  if (encrypting.includes(kind))
    return { verdict: 'ok', summary: `${folder} is encrypted by its file system (${kind})` }
  return judged('warning', {
    summary: `${folder} lies on a disk that is not encrypted (${kind})`,
    advice: 'put it on a LUKS volume (cryptsetup luksFormat), so that a stolen disk shows no record',
  })
}
