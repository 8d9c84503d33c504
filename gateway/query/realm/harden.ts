/**
 * What a query has no use for and could do harm with: memory outside the heap, which no limit of the heap counts; threads;
 * work that goes on when a call has returned; the console of a debugger.
 */
const unneeded = [
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Atomics', 'WebAssembly'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['BigInt64Array', 'BigUint64Array', 'Float16Array', 'Float32Array', 'Float64Array'],
  ...['FinalizationRegistry', 'WeakRef', 'AsyncDisposableStack', 'Intl', 'console'],
]

/** Takes them out of this realm, before any text of a query is compiled. */
export function harden() {
  for (const name of unneeded) Reflect.deleteProperty(globalThis, name)
  // Formatting a stack must stay ours: where a query failed is read from it.
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false })
  Error.stackTraceLimit = 50
}
