import fc from 'fast-check'

/** Any 16-bit units: control characters, half surrogate pairs and all. */
const anyUnits = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 12,
})

const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\r\n',
  'NULL',
  'null',
  ']]>',
  '<br />',
  '&',
  '&amp;',
  '&#0;',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<?xml version="1.1"?>',
  '"\'>',
  '\ud83d',
  'two\r\nlines\rand\na third',
  ' blanks around ',
  '\ufeffmarked',
  'Ã©tÃ©',
  '__proto__',
  'toString',
)

/** Text as old databases hold it, at its worst. */
export const dirtyText = fc.oneof(
  nasty,
  anyUnits,
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

/** Dirty text, or none. */
export const dirtyColumn = fc.option(dirtyText, { nil: null, freq: 6 })
