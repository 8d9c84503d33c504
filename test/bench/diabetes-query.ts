import type { QueryTexts } from '../../gateway/query/query.ts'

/** A query as the hub sends them: codes, a window of time, the latest value; `year` makes two of them differ. */
export function diabetesQuery(year = 2014): QueryTexts {
  return {
    map: map.replace('YEAR', `${year}`),
    reduce: 'function (key, values) { return Array.sum(values) }',
    functions,
    filter: null,
  }
}

const functions = `
  var diabetes = { ICD9: ['250*'] }, insulins = { whoATC: ['^A10A'] }, drugs = { whoATC: ['^A10'] }
  var hba1c = { pCLOCD: ['4548-4', '71875-9'] }, pressure = { LOINC: ['8480-6'] }
  function isCurrent(drug, end) {
    var start = drug.indicateMedicationStart(), stop = drug.indicateMedicationStop()
    var days = Math.floor(1.2 * Math.floor((stop - start) / 86400000))
    var until = new Date(start.getTime())
    until.setDate(until.getDate() + days)
    return start <= end && until >= end
  }
  function latest(list) {
    var last
    for (var i = 0; i < list.length; i++) if (!last || list[i].timeStamp() > last.timeStamp()) last = list[i]
    return last
  }`

const map = `function map(patient) {
  var end = new Date(YEAR, 0, 1), start = new Date(2000, 0, 1)
  var isAdult = patient.age(end) >= 19
  var isDiabetic = patient.conditions().regex_match(diabetes, null, end).length > 0
  var treated = patient.medications().regex_match(drugs).filter(function (drug) { return isCurrent(drug, end) }).length
  var injected = patient.medications().regex_match(insulins).length
  var a1c = latest(patient.results().match(hba1c, start, end))
  var low = patient.vitalSigns().match(pressure, start, end).filter(function (sign) { return sign.values()[0].scalar() < 130 })
  emit('denominator', +(isAdult && isDiabetic))
  emit('numerator', +(isAdult && isDiabetic && treated + injected + low.length > 0))
  emit('controlled', +(isDiabetic && a1c !== undefined && a1c.values()[0].scalar() < 7))
  emit('gender_' + patient.gender(), 1)
}`
