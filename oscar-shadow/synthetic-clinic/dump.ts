import { type ClinicOptions, defaultClinic } from './clinic-options.ts'
import { rowsOf } from './clinic-rows.ts'
import { createTable, tupleWriter } from './sql.ts'
import { type TableName, tableNames } from './tables.ts'

/** mysqldump's net_buffer_length: statements grow to about that many bytes. */
const statementLength = 1_000_000

/**
 * An invented clinic as a mysqldump file of OSCAR 12.1 (`shadow-and-backup.md` section 5), in pieces of up to 1 MB. The
 * same options give the same bytes. Its text is UTF-8, as `SET NAMES` in its head says, whatever the columns' charset.
 */
export function* clinicDump(options: Partial<ClinicOptions> = {}): Generator<string> {
  const clinic = { ...defaultClinic, ...options }
  yield head
  for (const table of tableNames) {
    yield tableHead(table, clinic)
    for (const insert of inserts(table, clinic)) yield `${insert};\n`
    yield tableFoot(table)
  }
  yield foot(clinic)
}

/** The same clinic as single statements for a connection; run them in this order, in an empty database. */
export function* clinicStatements(options: Partial<ClinicOptions> = {}): Generator<string> {
  const clinic = { ...defaultClinic, ...options }
  yield 'SET NAMES utf8mb4'
  yield "SET SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO'"
  for (const table of tableNames) {
    yield createTable(table, clinic)
    yield* inserts(table, clinic)
  }
}

function* inserts(table: TableName, clinic: ClinicOptions): Generator<string> {
  const tuple = tupleWriter(table)
  let tuples: string[] = []
  let length = 0
  for (const row of rowsOf(table, clinic)) {
    const text = tuple(row)
    if (length + text.length > statementLength && tuples.length > 0) {
      yield insertOf(table, tuples)
      tuples = []
      length = 0
    }
    tuples.push(text)
    length += text.length + 1
  }
  if (tuples.length > 0) yield insertOf(table, tuples)
}

const insertOf = (table: TableName, tuples: string[]) => `INSERT INTO \`${table}\` VALUES ${tuples.join(',')}`

const head = `-- MySQL dump 10.13  Distrib 5.5.37, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: oscar_12_1
-- ------------------------------------------------------
-- Server version	5.5.37-0ubuntu0.12.04.1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
`

const tableHead = (table: TableName, clinic: ClinicOptions) => `
--
-- Table structure for table \`${table}\`
--

DROP TABLE IF EXISTS \`${table}\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8 */;
${createTable(table, clinic)};
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table \`${table}\`
--

LOCK TABLES \`${table}\` WRITE;
/*!40000 ALTER TABLE \`${table}\` DISABLE KEYS */;
`

const tableFoot = (table: TableName) => `/*!40000 ALTER TABLE \`${table}\` ENABLE KEYS */;
UNLOCK TABLES;
`

const foot = ({ until }: ClinicOptions) => `/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on ${until} 23:15:02
`
