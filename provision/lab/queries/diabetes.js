// How well is the blood sugar of people with diabetes kept? Their newest A1C of the last year.
var diabetes = { ICD9: ['^250'] }
var a1c = { pCLOCD: ['4548-4'] }
var today = new Date(2014, 5, 30)
var yearAgo = new Date(2013, 5, 30)

function newest(results) {
  return results.reduce(
    (latest, result) => (latest && latest.timeStamp() >= result.timeStamp() ? latest : result),
    undefined,
  )
}

function map(patient) {
  if (patient.conditions().regex_match(diabetes).length === 0) return
  emit('diabetes: patients', 1)
  var last = newest(patient.results().match(a1c, yearAgo, today))
  var value = last && last.values()[0] && last.values()[0].scalar()
  if (value === undefined || isNaN(value)) emit('diabetes: A1C not known', 1)
  else if (value <= 7) emit('diabetes: A1C up to 7 %', 1)
  else if (value <= 9) emit('diabetes: A1C over 7 up to 9 %', 1)
  else emit('diabetes: A1C over 9 %', 1)
}
