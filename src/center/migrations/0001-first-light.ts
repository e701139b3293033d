import type { Migration } from './migration.ts';

/**
 * The first tables. The city is the tenant and comes first in every key, so that cities can be spread over servers;
 * the hall is a column under row-level security: a transaction sees one hall, the one it has named, and may read all
 * of its city's ("*") only where the console does. Instants are milliseconds since 1970 (bigint), as on the wire.
 */
const HALL_TABLES = ['terminal', 'terminal_epoch', 'message', 'parked_message', 'ticket', 'ticket_action'] as const;

const rowSecurity = (table: string): string[] => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  // The owner of the tables is held to it too: the center usually is that owner.
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY of_hall ON ${table}
     USING (city = current_setting('yichuang.city', true) AND current_setting('yichuang.hall', true) IN ('*', hall))
     WITH CHECK (city = current_setting('yichuang.city', true) AND hall = current_setting('yichuang.hall', true))`,
];

export const firstLight: Migration = {
  number: 1,
  name: 'first-light',
  statements: [
    `CREATE TABLE city (code text PRIMARY KEY, name text NOT NULL)`,
    `CREATE TABLE hall (city text NOT NULL REFERENCES city, code text NOT NULL, name text NOT NULL, PRIMARY KEY (city, code))`,
    `CREATE TABLE terminal (
       city text NOT NULL, hall text NOT NULL, terminal text NOT NULL,
       epoch uuid,
       last_heard_at bigint,
       PRIMARY KEY (city, hall, terminal),
       FOREIGN KEY (city, hall) REFERENCES hall)`,
    `CREATE TABLE terminal_epoch (
       city text NOT NULL, hall text NOT NULL, terminal text NOT NULL, epoch uuid NOT NULL,
       acknowledged_through bigint NOT NULL,
       first_heard_at bigint NOT NULL,
       last_heard_at bigint NOT NULL,
       PRIMARY KEY (city, hall, terminal, epoch),
       FOREIGN KEY (city, hall, terminal) REFERENCES terminal)`,
    // Every sequence number that was ever taken, with the hash of what it said: repeats and forks are told apart for ever.
    `CREATE TABLE message (
       city text NOT NULL, hall text NOT NULL, terminal text NOT NULL, epoch uuid NOT NULL, sequence bigint NOT NULL,
       id uuid NOT NULL,
       content_hash bytea NOT NULL,
       arrived_at bigint NOT NULL,
       PRIMARY KEY (city, hall, terminal, epoch, sequence),
       FOREIGN KEY (city, hall, terminal, epoch) REFERENCES terminal_epoch)`,
    `CREATE INDEX message_by_id ON message (city, hall, terminal, id)`,
    `CREATE TABLE parked_message (
       city text NOT NULL, hall text NOT NULL, terminal text NOT NULL, epoch uuid NOT NULL, sequence bigint NOT NULL,
       content_hash bytea NOT NULL,
       id uuid NOT NULL,
       reason text NOT NULL,
       at bigint NOT NULL,
       arrived_at bigint NOT NULL,
       body jsonb,
       PRIMARY KEY (city, hall, terminal, epoch, sequence, content_hash))`,
    `CREATE TABLE ticket (
       city text NOT NULL, hall text NOT NULL, id uuid NOT NULL,
       terminal text NOT NULL, day text NOT NULL, class text NOT NULL, number integer NOT NULL,
       matter_id text, matter_name text NOT NULL, priority text NOT NULL, issued_by text NOT NULL, issued_at bigint NOT NULL,
       state text NOT NULL, calls integer NOT NULL, last_called_at bigint, "window" integer, called_epoch bigint, closed_at bigint,
       print text NOT NULL, revision integer NOT NULL,
       arrived_at bigint NOT NULL,
       PRIMARY KEY (city, hall, id),
       FOREIGN KEY (city, hall) REFERENCES hall)`,
    `CREATE INDEX ticket_of_day ON ticket (city, day, arrived_at)`,
    `CREATE TABLE ticket_action (
       city text NOT NULL, hall text NOT NULL, terminal text NOT NULL, epoch uuid NOT NULL, sequence bigint NOT NULL,
       ticket_id uuid NOT NULL, action text NOT NULL, at bigint NOT NULL, arrived_at bigint NOT NULL,
       PRIMARY KEY (city, hall, terminal, epoch, sequence))`,
    `CREATE INDEX ticket_action_of_ticket ON ticket_action (city, hall, ticket_id)`,
    `CREATE TABLE console_audit (
       city text NOT NULL, number bigint GENERATED ALWAYS AS IDENTITY, at bigint NOT NULL, action text NOT NULL, account text NOT NULL,
       PRIMARY KEY (city, number))`,
    ...HALL_TABLES.flatMap(rowSecurity),
  ],
};
