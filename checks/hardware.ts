import { machine } from 'node:os'
import type { Site } from '../provision/site.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'
import { readMemory } from './meminfo.ts'
import { rooms } from './places.ts'

/** Whether the machine is what a clinic was asked to buy. */
export const hardware: Check = {
  name: 'hardware',
  async run(subject) {
    const { host, site } = subject
    const cores = ((await host.read('/proc/cpuinfo')) ?? '').match(/^processor\s*:/gm)?.length ?? 0
    const disk = Math.max(...(await rooms(subject)).map(({ size }) => size))
    return judgeHardware({ cores, memory: (await readMemory(host)).total, disk, machine: machine() }, required(site))
  },
}

/** `memory` and `disk` in bytes; `machine` as `uname -m` says it. */
export type Hardware = { cores: number; memory: number; disk: number; machine: string }

/** `memory` and `disk` in GB, as machines are sold. */
export type Required = { cores: number; memory: number; disk: number }

export const required = ({ hardware = {} }: Site): Required => ({
  cores: hardware.cores ?? 2,
  memory: hardware['memory-gb'] ?? 4,
  disk: hardware['disk-gb'] ?? 100,
})

/** What firmware and kernel keep of memory, and partitions and the file system of a disk, is not held against it. */
const usable = { memory: 0.95, disk: 0.9 }

export function judgeHardware(found: Hardware, needed: Required): Finding {
  const [memory, disk] = [found.memory / 1e9, found.disk / 1e9]
  const facts = [
    { says: 'cores', has: found.cores, needs: needed.cores, enough: found.cores >= needed.cores },
    {
      says: 'GB of memory',
      has: rounded(memory),
      needs: needed.memory,
      enough: memory >= needed.memory * usable.memory,
    },
    { says: 'GB of disk', has: rounded(disk), needs: needed.disk, enough: disk >= needed.disk * usable.disk },
  ]
  const short = facts.filter(({ enough }) => !enough)
  const told = (short.length > 0 ? short : facts).map(({ says, has, needs }) => `${has} ${says} (required: ${needs})`)
  const narrow = found.machine !== 'x86_64' ? [`a processor or system of kind ${found.machine} (required: x86_64)`] : []
  return judged(short.length + narrow.length > 0 ? 'critical' : 'ok', {
    summary: `${short.length + narrow.length > 0 ? 'too little: ' : ''}${[...narrow, ...told].join(', ')}`,
    advice: 'use a larger machine, or lower what is required in the site file (hardware) if it is only for trying out',
    metrics: [
      { name: 'cores', value: found.cores },
      { name: 'memory', value: found.memory, unit: 'B' },
      { name: 'disk', value: found.disk, unit: 'B' },
    ],
  })
}

const rounded = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toString())
