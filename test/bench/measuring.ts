import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseString } from 'xml2js'
import type { Answer } from '../gateway/running-gateway.ts'

/** What all benchmarks compare themselves with: how fast xml2js only parses the document, on one core. */
export const baselineName = 'xml2js.parseString, one core'

/** Parses a second by xml2js, for about `seconds`. */
export function parseRate(document: Uint8Array, seconds = 2): number {
  return rate(() => parseString(Buffer.from(document).toString('utf8'), throwIfFailed), seconds)
}

function throwIfFailed(error: Error | null): void {
  if (error) throw error
}

/** Runs a second of a piece of synchronous work, repeated for about `seconds`. */
export function rate(work: () => unknown, seconds = 2): number {
  const start = performance.now()
  let count = 0
  do {
    work()
    count += 1
  } while (performance.now() - start < seconds * 1000)
  return count / secondsSince(start)
}

export const secondsSince = (start: number) => (performance.now() - start) / 1000

export const median = (values: number[]) => percentile(values, 0.5)

/** The value that this fraction of the values do not exceed. */
export function percentile(values: number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? Number.NaN
}

export type Contender = { name: string; round(): number | Promise<number> }
export type Rates = { name: string; perSecond: number[] }

/** Lets the contenders run in turns, so that a noisy minute hits all of them. */
export async function runInTurns(rounds: number, contenders: Contender[]): Promise<Rates[]> {
  const results = contenders.map(({ name }) => ({ name, perSecond: [] as number[] }))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) results[index]?.perSecond.push(await contender.round())
  }
  return results
}

/** The first line is the baseline; a ratio compares the rates of the same round, and the median of these is told. */
export function ratesTable(results: Rates[]): string[][] {
  const baseline = results[0]?.perSecond ?? []
  const lines = results.map(({ name, perSecond }) => {
    const ratios = perSecond.map((rate, round) => rate / (baseline[round] ?? Number.NaN))
    const figures = [median(perSecond), Math.min(...perSecond), Math.max(...perSecond)].map((value) => value.toFixed(1))
    return [name, ...figures, median(ratios).toFixed(2)]
  })
  return [['', 'median/s', 'lowest', 'highest', 'ratio'], ...lines]
}

export function printTable(lines: string[][]): void {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  const pad = (cell: string, column: number) =>
    column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[0] ?? 0)
  for (const line of lines) console.log(line.map(pad).join('  '))
}

export const machine = () => `${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.versions.node}`

/** Does a piece of work for each index below `count`, `parallel` at a time. */
export async function inLanes(count: number, parallel: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: parallel }, lane))
}

/** Raises unless OSCAR would count the document as delivered. */
export function expectDelivered({ status, text }: Answer): void {
  if (status !== 201) throw new Error(`answered ${status}: ${text}`)
}

/** Processor seconds that a process and its threads have used. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100 // Linux counts in hundredths for everyone
}

/** Resident memory of a process, in MB. */
export const residentMegabytes = (pid: number) => megabytes(pid, 'VmRSS')

/** The most resident memory that a process has had at any moment until now, in MB. */
export const peakMegabytes = (pid: number) => megabytes(pid, 'VmHWM')

function megabytes(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024
}

/** Notes the resident memory of a process every second, until disposed of. */
export function watchMemory(pid: number): Disposable & { samples: number[] } {
  const samples: number[] = []
  const timer = setInterval(() => samples.push(residentMegabytes(pid)), 1000)
  return { samples, [Symbol.dispose]: () => clearInterval(timer) }
}
