import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { syntheticDocument } from '../fixtures/synthetic-documents.ts'

const samples = new URL('../../../shared/e2e-samples/', import.meta.url)

export type BenchmarkDocument = { name: string; bytes: Buffer }

/** MZarilla.xml of the public samples where they lie beside the checkout, else a synthetic document of its size. */
export function benchmarkDocument(): BenchmarkDocument {
  const file = new URL('MZarilla.xml', samples)
  if (existsSync(file)) return { name: 'MZarilla.xml', bytes: readFileSync(file) }
  return { name: 'synthetic', bytes: Buffer.from(syntheticDocument(1, { bytes: 224_162 })) }
}

/** All public samples, none if they don't lie beside the checkout. */
export function publicSamples(): Buffer[] {
  if (!existsSync(samples)) return []
  const names = readdirSync(samples).filter((name) => name.endsWith('.xml'))
  return names.map((name) => readFileSync(new URL(encodeURIComponent(name), samples)))
}

/** Gives the document to another patient, by a document id in front of its own. */
export function forPatients(document: Buffer): (patient: number) => Buffer {
  const at = document.toString('latin1').search(/<(?:\w+:)?id\b/)
  const [head, tail] = [document.subarray(0, at), document.subarray(at)]
  return (patient) => Buffer.concat([head, Buffer.from(`<id root="2.999.1" extension="${patient}"/>`), tail])
}
