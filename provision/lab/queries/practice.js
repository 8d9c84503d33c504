// Who are the clinic's patients? Counts by sex and ten years of age.
function map(patient) {
  var age = patient.age(new Date(2014, 5, 30))
  if (age === undefined) return emit('age unknown', 1)
  var decade = Math.floor(age / 10) * 10
  emit((patient.gender() || '?') + ' aged ' + decade + ' to ' + (decade + 9), 1)
}
