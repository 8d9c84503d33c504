import { between, pick, type Random } from '../../oscar-shadow/synthetic-clinic/random.ts'
import { declarations, doctypes, encodings, oddValues } from './snippets.ts'

export type Mutation = { bytes: Buffer; steps: string[] }

/** Damages a document in one to three ways. `other` lends the bytes for splices. The same random numbers, the same damage. */
export function mutate(document: Uint8Array, other: Uint8Array, random: Random): Mutation {
  let bytes: Buffer = Buffer.from(document)
  const steps: string[] = []
  for (let count = pick(random, [1, 1, 1, 2, 3]); count > 0; count -= 1) {
    const name = pick(random, random() < 0.03 ? bulky : names)
    bytes = mutators[name](bytes, random, other)
    steps.push(name)
  }
  return { bytes, steps }
}

type Mutator = (bytes: Buffer, random: Random, other: Uint8Array) => Buffer

/** Byte for byte text, so that a mutator of text leaves other bytes alone whatever the encoding. */
const textOf = (bytes: Buffer) => bytes.toString('latin1')
const bytesOf = (text: string) => Buffer.from(text, 'latin1')

const onText = (change: (text: string, random: Random) => string): Mutator => {
  return (bytes, random) => bytesOf(change(textOf(bytes), random))
}

/** Puts one of the snippets anywhere, or, half the time, between two tags, where more of them get past the parser. */
const inserting = (...snippets: string[]): Mutator => {
  return onText((text, random) => insertAt(text, anywhere(text, random), pick(random, snippets)))
}

const insertAt = (text: string, at: number, snippet: string) => text.slice(0, at) + snippet + text.slice(at)

function anywhere(text: string, random: Random): number {
  const at = between(random, 0, text.length + 1)
  if (random() < 0.5) return at
  const next = text.indexOf('>', at)
  return next < 0 ? at : next + 1
}

/** A stretch of the document, mostly short. */
function stretch(bytes: Uint8Array, random: Random): [number, number] {
  const from = between(random, 0, bytes.length + 1)
  const length = Math.floor(2 ** (random() * Math.log2(bytes.length + 2))) - 1
  return [from, Math.min(bytes.length, from + length)]
}

/** Replaces one match of the pattern, which one is random; without a match nothing changes. */
function replaceOne(text: string, pattern: RegExp, random: Random, change: (match: string) => string): string {
  const matches = [...text.matchAll(pattern)]
  const match = matches[between(random, 0, matches.length)]
  if (!match) return text
  return text.slice(0, match.index) + change(match[0]) + text.slice(match.index + match[0].length)
}

const attribute = / [\w:]+="[^"]*"/g
const tag = /<\/?[\w:]+/g
/** The look-ahead keeps the search from trying every part of a name, which takes for ever where the name is huge. */
const element = /<[\w:]+(?![\w:])[^<>]*\/>|<([\w:]+)(?![\w:])[^<>]*>[^<>]*<\/\1>/g

const mutators = {
  flipBits: (bytes, random) => {
    const flipped = Buffer.from(bytes)
    for (let count = between(random, 1, 9); count > 0 && flipped.length > 0; count -= 1) {
      const at = between(random, 0, flipped.length)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << between(random, 0, 8))
    }
    return flipped
  },
  deleteBytes: (bytes, random) => {
    const [from, to] = stretch(bytes, random)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  insertBytes: (bytes, random) => {
    const at = between(random, 0, bytes.length + 1)
    const noise = Buffer.from(Array.from({ length: between(random, 1, 20) }, () => between(random, 0, 256)))
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
  },
  duplicateBytes: (bytes, random) => {
    const [from, to] = stretch(bytes, random)
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  splice: (bytes, random, other) => {
    const [from, to] = stretch(other, random)
    const at = between(random, 0, bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(at)])
  },
  crossOver: (bytes, random, other) => {
    const [at, from] = [between(random, 0, bytes.length + 1), between(random, 0, other.length + 1)]
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from)])
  },
  truncate: (bytes, random) => bytes.subarray(0, between(random, 0, bytes.length + 1)),
  truncateEnd: (bytes, random) => bytes.subarray(0, Math.max(0, bytes.length - between(random, 1, 30))),

  renameTag: onText((text, random) =>
    replaceOne(text, tag, random, (found) => `${found}${pick(random, ['x', ':', '-', ' '])}`),
  ),
  otherTag: onText((text, random) =>
    replaceOne(text, tag, random, () =>
      pick(random, ['<value', '<code', '<section', '</section', '<entry', '<br', '<e2e:desc']),
    ),
  ),
  dropTag: onText((text, random) => replaceOne(text, /<[^<>]*>/g, random, () => '')),
  dropElement: onText((text, random) => replaceOne(text, element, random, () => '')),
  repeatElement: onText((text, random) =>
    replaceOne(text, element, random, (found) => found.repeat(between(random, 2, 50))),
  ),
  emptyElement: onText((text, random) =>
    replaceOne(text, element, random, (found) => `${tagName(found)} nullFlavor="NI"/>`),
  ),
  dropAttribute: onText((text, random) => replaceOne(text, attribute, random, () => '')),
  repeatAttribute: onText((text, random) => replaceOne(text, attribute, random, (found) => found + found)),
  oddAttribute: onText((text, random) =>
    replaceOne(text, attribute, random, (found) => found.replace(/"[^"]*"/, `"${pick(random, oddValues)}"`)),
  ),
  unquoteAttribute: onText((text, random) => replaceOne(text, attribute, random, (found) => found.replaceAll('"', ''))),
  oddText: onText((text, random) => replaceOne(text, />[^<>]+</g, random, () => `>${pick(random, oddValues)}<`)),
  changeNamespace: onText((text, random) =>
    replaceOne(text, /xmlns(:\w+)?="[^"]*"/g, random, () =>
      pick(random, ['', 'xmlns=""', 'xmlns:xsi="urn:x"', 'xmlns:xml="urn:y"']),
    ),
  ),

  entities: inserting(
    '&',
    '&amp;',
    '&lt',
    '&xxe;',
    '&#0;',
    '&#x110000;',
    '&#xD800;',
    '&#xFFFE;',
    '&nbsp;',
    '&#99999999999;',
    '&;',
    '&#;',
    '&#x;',
  ),
  doctype: onText((text, random) => insertAt(text, afterDeclaration(text), pick(random, doctypes))),
  doctypeAnywhere: onText((text, random) => insertAt(text, anywhere(text, random), pick(random, doctypes))),
  cdata: inserting(
    '<![CDATA[<a>&b;]]>',
    '<![CDATA[',
    ']]>',
    '<![CDATA[]]>',
    '<![CDATA[]]]]><![CDATA[>]]>',
    '<![cdata[x]]>',
  ),
  comment: inserting('<!-- a -->', '<!-- a -- b -->', '<!--', '-->', '<!---->', '<!-- & < > -->', '<!->'),
  instruction: inserting(
    '<?a b?>',
    '<?xml version="1.0"?>',
    '<?',
    '<?xml-stylesheet href="file:///etc/passwd"?>',
    '<? ?>',
    '<?a',
  ),
  forbidden: inserting(
    '\u0000',
    '\u0001',
    '\u000b',
    '\u007f',
    '\u00ff\u00fe',
    '\u00ef\u00bf\u00bf',
    '\u00ed\u00a0\u0080',
    '\u00c0\u0080',
    '\u00f4\u0090\u0080\u0080',
  ),
  brackets: inserting(
    '<',
    '>',
    '"',
    "'",
    '</',
    '/>',
    '<>',
    '</>',
    '<a',
    '<a ',
    '<a b',
    '<a b=',
    '<a b="',
    '<a:b:c/>',
    '<1/>',
  ),
  trailing: onText(
    (text, random) => text + pick(random, [' ', '\n<!-- -->', '<a/>', 'x', '\u0000', text, '<?a?>', '</a>']),
  ),
  leading: onText(
    (text, random) =>
      pick(random, [
        ' ',
        '\n',
        '\u00ef\u00bb\u00bf',
        '\u00ff\u00fe',
        '\u00fe\u00ff',
        '\u0000\u0000\u00fe\u00ff',
        'x',
        '{',
        '\u001f\u008b',
      ]) + text,
  ),
  carriageReturns: onText((text, random) => text.replaceAll('\n', pick(random, ['\r\n', '\r', '\u0085', ' ']))),

  declareEncoding: onText((text, random) => text.replace(/encoding="[^"]*"/, `encoding="${pick(random, encodings)}"`)),
  dropDeclaration: onText((text) => text.replace(/<\?xml[^>]*\?>/, '')),
  oddDeclaration: onText((text, random) => text.replace(/<\?xml[^>]*\?>/, pick(random, declarations))),
  utf16: (bytes, random) => utf16Of(bytes.toString('utf8'), random),
  latin1: (bytes) => Buffer.from(bytes.toString('utf8').replace(/encoding="[^"]*"/, 'encoding="ISO-8859-1"'), 'latin1'),
  latin1Undeclared: (bytes) => Buffer.from(bytes.toString('utf8'), 'latin1'),

  nest: onText((text, random) => {
    const depth = between(random, 1, 400)
    return insertAt(text, anywhere(text, random), '<a>'.repeat(depth) + '</a>'.repeat(depth))
  }),
  nestDeeply: onText((text, random) =>
    insertAt(
      text,
      anywhere(text, random),
      pick(random, ['<a>', '<a><b>', '<section>']).repeat(between(random, 1_000, 100_000)),
    ),
  ),
  hugeAttribute: onText((text, random) =>
    replaceOne(text, attribute, random, (found) => found.replace('"', `"${'y'.repeat(huge(random))}`)),
  ),
  hugeText: onText((text, random) =>
    replaceOne(text, />[^<>]+</g, random, (found) => `>${'z &amp; '.repeat(huge(random) / 8)}${found.slice(1)}`),
  ),
  hugeName: onText((text, random) => replaceOne(text, tag, random, (found) => found + 'n'.repeat(huge(random)))),
  manyAttributes: onText((text, random) =>
    replaceOne(text, tag, random, (found) => found + manyAttributes(between(random, 10, 20_000), random)),
  ),
  manyElements: onText((text, random) =>
    replaceOne(text, element, random, (found) => found.repeat(1 + Math.floor(huge(random) / found.length))),
  ),
  manyAmpersands: onText((text, random) =>
    insertAt(text, anywhere(text, random), pick(random, ['&', '& ', '&a', '&#']).repeat(huge(random) / 4)),
  ),
  manyReferences: onText((text, random) =>
    insertAt(text, anywhere(text, random), '&#x1F600;'.repeat(huge(random) / 9)),
  ),
  manyComments: onText((text, random) =>
    insertAt(
      text,
      anywhere(text, random),
      pick(random, ['<!---->', '<![CDATA[]]>', '<?a?>', '<!--', '<![CDATA[']).repeat(huge(random) / 7),
    ),
  ),
  manyQuotes: onText((text, random) =>
    insertAt(text, anywhere(text, random), pick(random, ['"', '<', '<a b="', "='"]).repeat(huge(random) / 4)),
  ),
} satisfies Record<string, Mutator>

type Name = keyof typeof mutators

/** These make long documents, so they come seldom. */
const bulky = [
  'nestDeeply',
  ...(['hugeAttribute', 'hugeText', 'hugeName', 'manyAttributes', 'manyElements'] as const),
  ...(['manyAmpersands', 'manyReferences', 'manyComments', 'manyQuotes'] as const),
] as const satisfies Name[]

const names = (Object.keys(mutators) as Name[]).filter((name) => !(bulky as readonly Name[]).includes(name)) as [
  Name,
  ...Name[],
]

/** Ten thousand to a million bytes, most of them few. */
const huge = (random: Random) => Math.floor(10 ** (4 + 2 * random() ** 2))

const tagName = (found: string) => /<[\w:]+/.exec(found)?.[0] ?? '<a'

function afterDeclaration(text: string): number {
  const end = text.indexOf('?>')
  return end < 0 ? 0 : end + 2
}

function manyAttributes(count: number, random: Random): string {
  const prefix = pick(random, ['a', 'xmlns:p', 'xsi:a', 'e2e:a', 'p:a'])
  return Array.from({ length: count }, (_, index) => ` ${prefix}${index}="urn:${index}"`).join('')
}

function utf16Of(text: string, random: Random): Buffer {
  const declared = text.replace(
    /encoding="[^"]*"/,
    `encoding="${pick(random, ['UTF-16', 'UTF-16LE', 'UTF-16BE', 'UTF-8'])}"`,
  )
  const bytes = Buffer.from(pick(random, ['\ufeff', '\ufeff', '']) + declared, 'utf16le')
  const swapped = random() < 0.5 ? bytes.swap16() : bytes
  return random() < 0.1 ? swapped.subarray(0, -1) : swapped
}
