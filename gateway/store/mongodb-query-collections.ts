import type { Collection, IndexSpecification } from 'mongodb'
import type { MongoConnection } from './mongodb-connection.ts'
import type {
  AuditDocument,
  AuditHeadDocument,
  ClaimDocument,
  DecisionDocument,
  QueryDocument,
  TextsDocument,
} from './mongodb-query-documents.ts'

export type QueryCollections = {
  queries: Collection<QueryDocument>
  claims: Collection<ClaimDocument>
  texts: Collection<TextsDocument>
  decisions: Collection<DecisionDocument>
  audit: Collection<AuditDocument>
  auditHead: Collection<AuditHeadDocument>
}

const indexes: IndexSpecification[] = [{ status: 1, updatedAt: 1 }, { 'result.id': 1 }, { 'result.cacheKey': 1 }]

/**
 * The collections of the query store, with their indexes. Their names are none of the original gateway's (`queries`,
 * `results`), whose database may become ours.
 */
export async function queryCollections(connection: MongoConnection): Promise<QueryCollections> {
  const queries = await connection.collection<QueryDocument>('hub_queries')
  // One at a time: FerretDB hangs up at several that are there already.
  for (const key of indexes) await queries.createIndex(key)
  return {
    queries,
    claims: await connection.collection('hub_query_claims'),
    texts: await connection.collection('hub_query_texts'),
    decisions: await connection.collection('hub_query_decisions'),
    audit: await connection.collection('audit_log'),
    auditHead: await connection.collection('audit_head'),
  }
}
