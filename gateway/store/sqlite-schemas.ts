/**
 * A database file of ours. Its steps run in order, each once: step n brings a file of version n (0: a new one) to
 * version n + 1. What a release has written stays as it is; a change is another step. `without`: what to do about its
 * loss.
 */
export type SqliteSchema = { file: string; steps: readonly string[]; without: string }

// STRICT, so that what comes back has the types of the rows. The time is seconds since 1970.
const records = `
  CREATE TABLE records (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    effective_time REAL,
    hash_id TEXT,
    json TEXT NOT NULL
  ) STRICT;`

// Triggers count, so that whoever changes a record changes the version in the same transaction. The epoch tells this
// file from one that was removed.
const recordsVersion = `
  CREATE TABLE version (epoch TEXT NOT NULL, changes INTEGER NOT NULL) STRICT;
  INSERT INTO version VALUES (lower(hex(randomblob(8))), 0);
  CREATE TRIGGER record_inserted AFTER INSERT ON records BEGIN UPDATE version SET changes = changes + 1; END;
  CREATE TRIGGER record_replaced AFTER UPDATE ON records BEGIN UPDATE version SET changes = changes + 1; END;
  CREATE TRIGGER record_deleted AFTER DELETE ON records BEGIN UPDATE version SET changes = changes + 1; END;`

export const recordsSchema: SqliteSchema = {
  file: 'records.sqlite',
  steps: [records, recordsVersion],
  without: 'export all patients again',
}

// Times are ISO 8601 in UTC. A text stands here once, under its hash, and is never deleted, since the audit log names
// it. A result's values come last in their row, so that lists need not read past them.
const queries = `
  CREATE TABLE texts (
    hash TEXT PRIMARY KEY NOT NULL,
    map TEXT NOT NULL,
    reduce TEXT NOT NULL,
    functions TEXT,
    filter TEXT
  ) STRICT;
  CREATE TABLE queries (
    id TEXT PRIMARY KEY NOT NULL,
    text_hash TEXT NOT NULL REFERENCES texts,
    hub TEXT NOT NULL,
    request_id TEXT,
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'complete', 'failed')),
    held INTEGER NOT NULL,
    log TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    error_message TEXT,
    claims INTEGER NOT NULL DEFAULT 0,
    holder TEXT,
    lease_until TEXT,
    not_before TEXT
  ) STRICT;
  CREATE INDEX unfinished_queries ON queries (created_at) WHERE status IN ('queued', 'running');
  CREATE INDEX newest_queries ON queries (updated_at);
  CREATE TABLE results (
    id TEXT PRIMARY KEY NOT NULL,
    query_id TEXT NOT NULL UNIQUE REFERENCES queries ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    cells INTEGER NOT NULL,
    minimum INTEGER NOT NULL,
    cache_key TEXT,
    "values" TEXT NOT NULL
  ) STRICT;
  CREATE INDEX newest_results ON results (created_at);
  CREATE INDEX cached_results ON results (cache_key);
  CREATE TABLE decisions (
    text_hash TEXT PRIMARY KEY NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'declined')),
    why TEXT,
    by TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT;`

const audit = `
  CREATE TABLE audit (seq INTEGER PRIMARY KEY NOT NULL, entry TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TABLE audit_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_entries_are_final BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;`

export const queriesSchema: SqliteSchema = {
  file: 'queries.sqlite',
  steps: [queries + audit],
  without: 'keep it, since the audit log is in it',
}
