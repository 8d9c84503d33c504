import {
  type CodeSystem,
  idRoots,
  type TemplateName,
  templateRoot,
  templates,
  writtenSystems,
} from '../../gateway/e2e-vocabulary.ts'
import { type Attributes, type Child, type Element, element } from './xml.ts'

/* The notation of `e2e-export.md` section 1: pieces that every section is made of. */

export const template = (name: TemplateName) => element('templateId', { root: `${templateRoot}.${templates[name]}` })

/** The id of a row: `kind-key`. */
export const rowId = (kind: string, key: number, more: Attributes = {}) =>
  element('id', { root: idRoots.oscar, extension: `${kind}-${key}`, assigningAuthorityName: 'OSCAR EMR', ...more })

/** An element that says that, and why, there is nothing to tell. */
export const unknown = (name: string, nullFlavor: 'NA' | 'NI' | 'UNK' = 'NI', ...children: Child[]) =>
  element(name, { nullFlavor }, ...children)

/** A coded element: `code`, `value` and the like; a missing display name is left out. */
export const coded = (name: string, system: CodeSystem, code: string, displayName?: string, ...children: Child[]) =>
  element(name, { code, ...system, displayName }, ...children)

/** The code that qualifies an observation. */
export const observationType = (code: string, displayName?: string) =>
  coded('code', writtenSystems.observationType, code, displayName)

/** `LOW(t)`: since when; unknown without a time. */
export const since = (time: string | undefined, nullFlavor: 'NI' | 'UNK' = 'UNK') =>
  time === undefined
    ? unknown('effectiveTime', nullFlavor)
    : element('effectiveTime', { 'xsi:type': 'IVL_TS' }, element('low', { value: time }))

/** Free text; null-flavoured if there is none. */
export const plainText = (text: string | undefined) =>
  text === undefined ? unknown('text') : element('text', { representation: 'TXT', mediaType: 'text/plain' }, text)

export const observation = (...children: Child[]) =>
  element('observation', { classCode: 'OBS', moodCode: 'EVN' }, ...children)

export const codedValue = (system: CodeSystem, code: string, displayName?: string) =>
  element('value', { 'xsi:type': 'CD', code, ...system, displayName })

export const unknownValue = (nullFlavor: 'NI' | 'UNK' = 'NI', displayName?: string) =>
  element('value', { 'xsi:type': 'CD', nullFlavor, displayName })

export const textValue = (text: string) => element('value', { 'xsi:type': 'ST' }, text)

/** A relationship that holds a part of the entry (`COMP`). */
export const part = (...children: Child[]) =>
  element('entryRelationship', { typeCode: 'COMP', contextConductionInd: true }, ...children)

/** A relationship that says something about the entry (`SUBJ`). */
export const about = (...children: Child[]) =>
  element('entryRelationship', { typeCode: 'SUBJ', contextConductionInd: true }, ...children)

/** Like `about`, told from the other side (`inversionInd`). */
export const aside = (...children: Child[]) =>
  element('entryRelationship', { typeCode: 'SUBJ', contextConductionInd: true, inversionInd: true }, ...children)

/** One entry; `nullFlavor` marks the entry of an empty section. */
export const entry = (template: Element | undefined, act: Element, nullFlavor?: 'NA' | 'NI') =>
  element('entry', { nullFlavor, typeCode: 'DRIV', contextConductionInd: true }, template, act)

export const component = (...children: Child[]) =>
  element('component', { typeCode: 'COMP', contextConductionInd: true }, ...children)
