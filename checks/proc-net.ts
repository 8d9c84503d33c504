import type { Host } from './host.ts'

export type Socket = { protocol: 'tcp' | 'udp'; address: string; port: number }

/** All sockets that wait for somebody, on IPv4 and IPv6. */
export async function readSockets(host: Host): Promise<Socket[]> {
  const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const
  const texts = await Promise.all(tables.map((table) => host.read(`/proc/net/${table}`)))
  return tables.flatMap((table, place) => parseSockets(texts[place] ?? '', table.startsWith('tcp') ? 'tcp' : 'udp'))
}

/** The kernel's numbers of a listening TCP socket, and of a UDP one that isn't connected. */
const waiting = { tcp: '0A', udp: '07' }

/** proc(5), /proc/net/tcp and its like. */
export function parseSockets(table: string, protocol: 'tcp' | 'udp'): Socket[] {
  const rows = table.matchAll(/^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ ([0-9A-F]{2})/gm)
  return [...rows].flatMap(([, address = '', port = '', state]) =>
    state === waiting[protocol] ? [{ protocol, address: readAddress(address), port: Number.parseInt(port, 16) }] : [],
  )
}

/** Words of four bytes, each with its last byte first, as x86 keeps them. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse())
  const dotted = bytes.slice(-4).map((byte) => Number.parseInt(byte, 16))
  // A socket for IPv6 that serves IPv4 tells its address as ::ffff:a.b.c.d.
  if (bytes.length === 4 || bytes.slice(0, 12).join('') === '00000000000000000000FFFF') return dotted.join('.')
  const groups = bytes.join('').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
