import { howToGetOne, startMongoServer } from '../mongodb-server.ts'

/** Where a benchmark's gateway keeps its records; whatever was started for it ends with it. */
export type BenchmarkStore = AsyncDisposable & { url: string }

/** `sqlite` and a MongoDB address are as for the gateway; `mongodb` starts the server that the tests use. */
export async function openStore(name: string): Promise<BenchmarkStore> {
  if (name !== 'mongodb') return { url: name, async [Symbol.asyncDispose]() {} }
  const server = await startMongoServer()
  if (!server) throw new Error(howToGetOne)
  return { url: server.uri, [Symbol.asyncDispose]: () => server.remove() }
}
