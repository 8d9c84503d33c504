import { z } from 'zod'

/** The schema of what stands at a path; undefined where the schema has nothing of that name, or several. */
export function schemaAt(schema: z.core.$ZodType, path: readonly (string | number)[]): z.core.$ZodType | undefined {
  const [first, ...rest] = path
  if (first === undefined) return schema
  const inner = bare(schema)
  if (inner instanceof z.ZodObject) return first in inner.shape ? schemaAt(inner.shape[first], rest) : undefined
  return inner instanceof z.ZodArray ? schemaAt(inner.element, rest) : undefined
}

/** The keys that an object may have, or one of several; none of anything else. */
export function keysOf(schema: z.core.$ZodType | undefined): string[] {
  const inner = schema && bare(schema)
  if (inner instanceof z.ZodUnion) return inner.options.flatMap(keysOf)
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
}

/** What `.describe` says of a schema, before or after it was made optional. */
export function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  if (!(schema instanceof z.ZodType)) return undefined
  return schema.description ?? (schema instanceof z.ZodOptional ? descriptionOf(schema.unwrap()) : undefined)
}

/** Every key of a schema that holds a value, or one of several forms, as a dotted path. */
export function leafPaths(schema: z.core.$ZodType, prefix = ''): string[] {
  const inner = bare(schema)
  if (!(inner instanceof z.ZodObject)) return [prefix]
  return Object.entries(inner.shape).flatMap(([key, child]) => leafPaths(child, prefix ? `${prefix}.${key}` : key))
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap()) : schema
}
