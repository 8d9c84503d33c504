// Built-ins as they were before any text of a query ran: a query may replace them, and ours must go on working. What is
// imported from here looks nothing up that a query can reach.

/** The method as a function whose first argument is its `this`. */
function uncurry<This, Arguments extends unknown[], Result>(
  method: (this: This, ...args: Arguments) => Result,
): (self: This, ...args: Arguments) => Result {
  return Function.prototype.call.bind(method)
}

export const { apply, get: readMember, set: writeMember, getPrototypeOf, setPrototypeOf, defineProperty } = Reflect
export const { isArray } = Array
export const { keys: keysOf } = Object
export const { isFinite: isFiniteNumber, isInteger } = Number
export const toNumber = Number
export const parseJson: (text: string) => unknown = JSON.parse
/** Takes no objects: their `toJSON` would be called. */
export const scalarJson: (value: string | number | boolean) => string = JSON.stringify
export const startsWith: (text: string, start: string) => boolean = uncurry(String.prototype.startsWith)
export const slice: (text: string, from: number, to?: number) => string = uncurry(String.prototype.slice)
export const indexOf: (text: string, part: string) => number = uncurry(String.prototype.indexOf)
export const firstMatch: (regex: RegExp, text: string) => RegExpExecArray | null = uncurry(RegExp.prototype.exec)
/** Makes `RegExp.$_` and its like forget the text that was matched last. */
export const forgetMatch = () => void firstMatch(anything, '')
const anything = /(?:)/
export const exponential: (number: number) => string = uncurry(Number.prototype.toExponential)
export const NativeDate = Date
export const NativeTypeError = TypeError
export const NativeRangeError = RangeError

const dateIso = uncurry(Date.prototype.toISOString)
const dateTime = uncurry(Date.prototype.getTime)
const datePrototype = Date.prototype

export const isoText = (time: number): string => dateIso(new NativeDate(time))

/** Milliseconds since 1970 of a Date, NaN of an invalid one; undefined for any other object. */
export function timeOf(value: object): number | undefined {
  if (getPrototypeOf(value) !== datePrototype) return undefined
  try {
    return dateTime(value as Date)
  } catch {
    return undefined // only made to look like one
  }
}

const boxes = [
  { prototype: Boolean.prototype, unbox: uncurry(Boolean.prototype.valueOf) as (box: object) => boolean },
  { prototype: Number.prototype, unbox: uncurry(Number.prototype.valueOf) as (box: object) => number },
  { prototype: String.prototype, unbox: uncurry(String.prototype.valueOf) as (box: object) => string },
]
setPrototypeOf(boxes, null)

/** What a boxed scalar holds, as sloppy methods of `Boolean.prototype` have it for `this`; undefined for other objects. */
export function boxedScalar(value: object): boolean | number | string | undefined {
  const prototype = getPrototypeOf(value)
  for (let index = 0; index < 3; index++) {
    const box = boxes[index]
    if (box?.prototype !== prototype) continue
    try {
      return box.unbox(value)
    } catch {
      return undefined
    }
  }
  return undefined
}

/** Whether it is our own error with this message; reads nothing but the object itself. */
export function isTooDeep(error: unknown, message: string): boolean {
  if (typeof error !== 'object' || error === null || getPrototypeOf(error) !== rangeErrorPrototype) return false
  return descriptorOf(error, 'message')?.value === message
}

const descriptorOf = Reflect.getOwnPropertyDescriptor
const rangeErrorPrototype = RangeError.prototype

/** A descriptor that nothing on `Object.prototype` can add to. */
export function hidden(value: unknown): PropertyDescriptor {
  const descriptor = { value, writable: true, enumerable: false, configurable: true }
  setPrototypeOf(descriptor, null)
  return descriptor
}

/** A list whose items are set and read without a look at `Array.prototype`. */
export function bareList<Item>(): Item[] {
  const list: Item[] = []
  setPrototypeOf(list, null)
  return list
}

const arrayOf = Array.of
const NativeArray = Array

/** The items of a bare list in an ordinary array, whatever became of `Array.prototype`. */
export function ordinaryArray<Item>(items: Item[]): Item[] {
  return apply(arrayOf, NativeArray, items)
}

const getFrom: (map: Map<unknown, unknown>, key: unknown) => unknown = uncurry(Map.prototype.get)
const setIn: (map: Map<unknown, unknown>, key: unknown, value: unknown) => unknown = uncurry(Map.prototype.set)
const NativeMap = Map

/** A map from text, which answers as ever. */
export function bareMap<Value>() {
  const map = new NativeMap<unknown, unknown>()
  return {
    get: (key: string) => getFrom(map, key) as Value | undefined,
    set: (key: string, value: Value) => void setIn(map, key, value),
  }
}
