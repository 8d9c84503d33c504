import { runInThisContext } from 'node:vm'
import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'

/** Runs a query's text, sloppy and with the globals that it counts on. */
function run(text: string): unknown {
  const program: unknown = runInThisContext(`(function (hQuery, record) { ${text} })`)
  if (typeof program !== 'function') throw new Error('no program')
  return program(hQuery, { medications: [{ _id: 'm', codes: { A: ['1'] }, start_time: 1 }], birthdate: 1 })
}

/** As the CoffeeScript compiler wrote it before ES2015. */
const extending = `
  function __extends(child, parent) {
    for (var key in parent) { if ({}.hasOwnProperty.call(parent, key)) child[key] = parent[key] }
    function ctor() { this.constructor = child }
    ctor.prototype = parent.prototype
    child.prototype = new ctor()
    child.__super__ = parent.prototype
    return child
  }`

const patterns = [
  {
    says: 'a CoffeeScript class without a constructor of its own',
    text: `${extending}
      function Person() { return Person.__super__.constructor.apply(this, arguments) }
      __extends(Person, hQuery.Patient)
      var person = new Person(record)
      return [person instanceof Person, person instanceof hQuery.Patient, person.json === record,
        person.constructor === Person, person.medications().length]`,
    gives: [true, true, true, true, 1],
  },
  {
    says: 'a CoffeeScript class that calls an overridden method',
    text: `${extending}
      function Drug(json) { this.mine = 1; hQuery.Medication.call(this, json) }
      __extends(Drug, hQuery.Medication)
      Drug.prototype.startDate = function () { return [Drug.__super__.startDate.call(this)] }
      var drug = new Drug(record.medications[0])
      return [drug.mine, drug.startDate()[0].getTime(), drug.id, drug.includesCodeFrom({ A: ['1'] })]`,
    gives: [1, 1000, 'm', true],
  },
  {
    says: 'a list of a class of its own, made the ES5 way',
    text: `${extending}
      function Drugs() { Drugs.__super__.constructor.apply(this, arguments) }
      __extends(Drugs, hQuery.CodedEntryList)
      var drugs = new Drugs(7)
      drugs.pop()
      drugs.pushIfUsable(new hQuery.Medication(record.medications[0]))
      return [drugs instanceof Array, drugs.length, drugs.match({ A: ['1'] }).length, drugs.concat(drugs).length]`,
    gives: [true, 1, 1, 2],
  },
  {
    says: 'Object.create and apply',
    text: `
      function Person() { hQuery.Patient.apply(this, arguments) }
      Person.prototype = Object.create(hQuery.Patient.prototype)
      return [new Person(record).age(new Date(1000)), new Person(record) instanceof hQuery.Person]`,
    gives: [0, true],
  },
  {
    says: 'a class of today',
    text: `
      class Person extends hQuery.Patient { age() { return super.age(new Date(1000)) + 1 } }
      class Drugs extends hQuery.CodedEntryList {}
      return [new Person(record).age(), new Drugs(7) instanceof Drugs, new Drugs(7).length, new Drugs(7)[0]]`,
    gives: [1, true, 1, 7],
  },
  {
    says: 'methods copied with for in',
    text: `
      var mixed = {}
      for (var name in hQuery.Patient.prototype) mixed[name] = hQuery.Patient.prototype[name]
      mixed.json = record
      return [mixed.medications().length, mixed.telecoms === hQuery.Person.prototype.telecoms]`,
    gives: [1, true],
  },
  {
    says: 'code sets of its own classes',
    text: `${extending}
      function Code() { return Code.__super__.constructor.apply(this, arguments) }
      __extends(Code, hQuery.CodedValue)
      return [new Code('a', 'S').includedIn({ S: ['A'] }), Code.normalize('A')]`,
    gives: [true, 'a'],
  },
]
for (const { says, text, gives } of patterns) {
  t.test(`a query may use ${says}`, async (t) => t.strictSame(run(text), gives))
}

t.test('what a query adds to a prototype holds for the objects of the API', async (t) => {
  const added = `
    hQuery.CodedEntry.prototype.asked = function () { return this.id + '!' }
    hQuery.Patient.prototype.allMedications = function () { return this.medications().concat(this.medications()) }
    hQuery.CodedEntryList.prototype.isTrue = function () { return this.length !== 0 }
    try {
      var patient = new hQuery.Patient(record)
      return [patient.medications()[0].asked(), patient.allMedications().length, patient.medications().isTrue()]
    } finally {
      delete hQuery.CodedEntry.prototype.asked
      delete hQuery.Patient.prototype.allMedications
      delete hQuery.CodedEntryList.prototype.isTrue
    }`
  t.strictSame(run(added), ['m!', 2, true])
})

t.test('a method that a query replaces is what the API calls', async (t) => {
  const replaced = `
    var proto = hQuery.CodedEntry.prototype, isUsable = proto.isUsable
    proto.isUsable = function () { return false }
    try { return new hQuery.Patient(record).medications().length } finally { proto.isUsable = isUsable }`
  t.equal(run(replaced), 0)
})

for (const [name, Class] of Object.entries(hQuery)) {
  if (!/^[A-Z]/.test(name)) continue
  t.test(`${name} is a plain constructor that can be replaced and extended`, async (t) => {
    t.equal(Class.name, name)
    t.equal(Class.prototype.constructor, Class)
    t.equal(Object.getOwnPropertyDescriptor(Class, 'prototype')?.writable, true)
    t.equal(Object.getOwnPropertyDescriptor(hQuery, name)?.writable, true)
    t.ok(Object.isExtensible(Class.prototype) && Object.isExtensible(hQuery))
  })
}
