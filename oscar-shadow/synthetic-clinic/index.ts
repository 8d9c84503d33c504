export { type ClinicOptions, defaultClinic } from './clinic-options.ts'
export { clinicDump, clinicStatements } from './dump.ts'
export { writeClinicDump } from './write-dump.ts'
