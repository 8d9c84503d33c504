/** What a 64-bit integer of the database was to a query: an object that computes like a number. */
class Long {
  readonly #value: number

  constructor(value: unknown) {
    this.#value = Math.trunc(Number(value ?? 0))
  }

  static valueOf(object: object): number | undefined {
    return #value in object ? object.#value : undefined
  }

  valueOf() {
    return this.#value
  }

  toNumber() {
    return this.#value
  }

  toString() {
    return `NumberLong(${this.#value})`
  }
}

class Id {
  readonly str: string
  readonly #hex: string

  constructor(hex: unknown) {
    this.#hex = hex === undefined ? madeUp() : String(hex).toLowerCase()
    this.str = this.#hex
    if (!/^[0-9a-f]{24}$/.test(this.#hex)) throw new TypeError('an ObjectId has 24 hexadecimal digits')
  }

  static hexOf(object: object): string | undefined {
    return #hex in object ? object.#hex : undefined
  }

  valueOf() {
    return this.#hex
  }

  toString() {
    return `ObjectId("${this.#hex}")`
  }
}

const madeUp = () => Array.from({ length: 24 }, () => Math.floor(Math.random() * 16).toString(16)).join('')

const { hexOf } = Id
const longValue = Long.valueOf

/** What one of ours stands for in a result; undefined for any other object. */
export function shellScalar(value: object): string | number | undefined {
  return hexOf(value) ?? longValue(value)
}

/** Callable with and without `new`, as in the database's shell. */
export function NumberLong(value: unknown) {
  return new Long(value)
}

export function ObjectId(hex?: unknown) {
  return new Id(hex)
}
NumberLong.prototype = Long.prototype
ObjectId.prototype = Id.prototype
