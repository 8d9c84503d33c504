type AnyClass = new (...args: never[]) => object

/** A class that may be called without `new` as well, on an object that it then fills. */
export type PlainClass<Class extends AnyClass> = Class & ((...args: ConstructorParameters<Class>) => void)

/**
 * The class in the form that queries are written against (`patient-api.md` section 1): besides `new` and `extends`,
 * `hQuery.Patient.call(this, json)` and CoffeeScript's `__super__.constructor.apply(this, arguments)` work, and methods are
 * enumerable, so that they can be mixed in. Both forms share one prototype: what a query adds to it holds for the objects
 * that the API makes itself, and those are made at the speed of native classes.
 */
export function plainClass<Class extends AnyClass>(Class: Class): PlainClass<Class> {
  function Plain(this: object, ...args: unknown[]): object | undefined {
    if (new.target) return Reflect.construct(Class, args, new.target)
    const made: object = Reflect.construct(Class, args)
    if (Array.isArray(made)) Array.prototype.push.apply(this, made)
    else Object.assign(this, made)
    return undefined
  }
  Object.setPrototypeOf(Plain, Class)
  Object.assign(Plain, Class)
  Object.defineProperty(Plain, 'name', { value: Class.name, configurable: true })
  Plain.prototype = Class.prototype
  for (const name of Object.getOwnPropertyNames(Plain.prototype)) {
    Object.defineProperty(Plain.prototype, name, { enumerable: name !== 'constructor' })
  }
  Plain.prototype.constructor = Plain
  return Plain as unknown as PlainClass<Class>
}
