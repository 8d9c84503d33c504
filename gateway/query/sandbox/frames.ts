/**
 * What goes through the pipes between the gateway and a sandbox process: frames of a kind (one byte), a length (four bytes,
 * little-endian) and so many bytes. `records`: index of the first record, number of records, the length of each (all four
 * bytes), then their JSON texts; all others: JSON, or text.
 */
export const kinds = { modules: 1, query: 2, records: 3, finish: 4, merge: 5, held: 6, answer: 7, failure: 8 } as const

export type Kind = keyof typeof kinds
export type Frame = { kind: number; body: Buffer }

export const headerLength = 5

/** The module graph that makes up the realm's own code; every module comes with where its imports lead. */
export type RealmModules = {
  modules: { name: string; source: string; imports: Record<string, string> }[]
  entry: string
}

export type QueryFrame = {
  map: string
  reduce: string
  functions: string
  /** The text of the driver's limits. */
  limits: string
  /** A filter for the process to apply, and the library that does it. */
  filter?: { text: string; library: string }
}

export type MergeFrame = { key: string; values: string[] }[]

export function frame(kind: Kind, ...parts: Uint8Array[]): Buffer {
  const header = Buffer.alloc(headerLength)
  header.writeUInt8(kinds[kind])
  header.writeUInt32LE(
    parts.reduce((length, part) => length + part.length, 0),
    1,
  )
  return Buffer.concat([header, ...parts])
}

export function jsonFrame(kind: Kind, content: RealmModules | QueryFrame | MergeFrame): Buffer {
  return frame(kind, Buffer.from(JSON.stringify(content)))
}

// Room for a page of a million characters, however they are written in UTF-8.
const usualRoom = 3_500_000

/**
 * A frame of records, `first` being the place of the first one. Written over an earlier frame where one is given that has
 * room: fresh memory for each of them made V8 collect garbage for as long as reading the records took.
 */
export function recordsFrame(first: number, records: string[], earlier: Buffer | undefined): Buffer {
  const start = headerLength + 8 + 4 * records.length
  const most = records.reduce((room, { length }) => room + 3 * length, start)
  const room =
    earlier && earlier.buffer.byteLength >= most ? earlier.buffer : new ArrayBuffer(Math.max(most, usualRoom))
  const buffer = Buffer.from(room)
  let end = start
  for (const [index, record] of records.entries()) {
    const length = buffer.write(record, end)
    buffer.writeUInt32LE(length, headerLength + 8 + 4 * index)
    end += length
  }
  buffer.writeUInt8(kinds.records)
  buffer.writeUInt32LE(end - headerLength, 1)
  buffer.writeUInt32LE(first, headerLength)
  buffer.writeUInt32LE(records.length, headerLength + 4)
  return buffer.subarray(0, end)
}

/** Cuts frames out of bytes as they arrive. Raises where one would be larger than `most` bytes. */
export function frameReader(most: number): (bytes: Buffer) => Frame[] {
  let waiting: Buffer[] = []
  let size = 0
  return (bytes) => {
    waiting.push(bytes)
    size += bytes.length
    const frames: Frame[] = []
    while (size >= headerLength) {
      if ((waiting[0]?.length ?? 0) < headerLength) waiting = [Buffer.concat(waiting)]
      const length = waiting[0]?.readUInt32LE(1) ?? 0
      if (length > most) throw new RangeError('a frame is larger than allowed')
      if (size < headerLength + length) break
      // Mostly one: thousands of small frames must not be copied thousands of times.
      const [only = Buffer.alloc(0), ...others] = waiting
      const all = others.length === 0 ? only : Buffer.concat(waiting)
      frames.push({ kind: all.readUInt8(0), body: all.subarray(headerLength, headerLength + length) })
      waiting = [all.subarray(headerLength + length)]
      size -= headerLength + length
    }
    return frames
  }
}
