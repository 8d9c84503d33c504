// Which medicines are in use? Patients by main group of the ATC classification, each counted once a group.
function map(patient) {
  var groups = {}
  patient.medications().forEach((medication) => {
    medication
      .medicationInformation()
      .codedProduct()
      .forEach((product) => {
        if (product.codeSystemName().toLowerCase() === 'whoatc') groups[product.code().substring(0, 3)] = true
      })
  })
  Object.keys(groups).forEach((group) => {
    emit('ATC ' + group, 1)
  })
}
