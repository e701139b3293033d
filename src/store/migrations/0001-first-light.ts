import type { Migration } from './migration.ts';

/**
 * The first tables. Hot tables are ordered by arrival (an integer key that only grows), so that a commit touches the
 * last page of each; random keys would touch one page more a table. STRICT: a column holds what it says.
 */
export const firstLight: Migration = {
  number: 1,
  name: 'first-light',
  sql: `
    CREATE TABLE store_fact (
      name  TEXT PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- A batch that is here was committed; its id makes a second offer of it change nothing.
    CREATE TABLE batch (
      id             TEXT PRIMARY KEY,
      at             INTEGER NOT NULL,
      first_sequence INTEGER NOT NULL,
      messages       INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ticket (
      arrival        INTEGER PRIMARY KEY,
      id             TEXT NOT NULL UNIQUE,
      hall           TEXT NOT NULL,
      terminal       TEXT NOT NULL,
      day            TEXT NOT NULL,
      class          TEXT NOT NULL,
      number         INTEGER NOT NULL,
      matter_id      TEXT,
      matter_name    TEXT NOT NULL,
      priority       TEXT NOT NULL,
      holder         BLOB,             -- sealed
      issued_by      TEXT NOT NULL,
      issued_at      INTEGER NOT NULL,
      state          TEXT NOT NULL,
      calls          INTEGER NOT NULL,
      last_called_at INTEGER,
      window         INTEGER,
      called_epoch   INTEGER,
      closed_at      INTEGER,
      print          TEXT NOT NULL,
      revision       INTEGER NOT NULL,
      UNIQUE (day, class, number)
    ) STRICT;
    CREATE INDEX ticket_unclosed ON ticket (day) WHERE state IN ('waiting', 'called', 'missed');

    CREATE TABLE number_block (
      day      TEXT NOT NULL,
      class    TEXT NOT NULL,
      first    INTEGER NOT NULL,
      last     INTEGER NOT NULL,
      next     INTEGER NOT NULL,
      terminal TEXT NOT NULL,
      PRIMARY KEY (day, class, first)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE print_job (
      arrival    INTEGER PRIMARY KEY,
      id         TEXT NOT NULL UNIQUE,
      ticket_id  TEXT NOT NULL REFERENCES ticket (id) DEFERRABLE INITIALLY DEFERRED,
      copy       INTEGER NOT NULL,
      planned_at INTEGER NOT NULL,
      paper      BLOB,                 -- sealed; NULL once the ticket is closed
      state      TEXT NOT NULL,
      reason     TEXT,
      changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX print_job_of_ticket ON print_job (ticket_id);
    CREATE INDEX print_job_open ON print_job (state) WHERE state IN ('planned', 'sent');

    CREATE TABLE keeper (
      only     INTEGER PRIMARY KEY CHECK (only = 1),
      epoch    INTEGER NOT NULL,
      terminal TEXT NOT NULL,
      since    INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE outbox (
      sequence INTEGER PRIMARY KEY,    -- gapless from 1
      id       TEXT NOT NULL,
      at       INTEGER NOT NULL,
      body     BLOB NOT NULL           -- sealed
    ) STRICT;

    CREATE TABLE outbox_acknowledged (
      only    INTEGER PRIMARY KEY CHECK (only = 1),
      through INTEGER NOT NULL,
      at      INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE audit (
      number  INTEGER PRIMARY KEY,
      at      INTEGER NOT NULL,
      batch   TEXT NOT NULL,
      action  TEXT NOT NULL,
      by      TEXT NOT NULL,
      subject TEXT
    ) STRICT;

    -- What lies here could not be read as what it should be. Kept as it was found, and told of.
    CREATE TABLE parked_row (
      number      INTEGER PRIMARY KEY,
      at          INTEGER NOT NULL,
      source      TEXT NOT NULL,
      row         TEXT NOT NULL,
      reason      TEXT NOT NULL,
      found       BLOB NOT NULL,
      UNIQUE (source, row, reason)
    ) STRICT;
  `,
};
