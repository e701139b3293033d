import type { Generated } from 'kysely';

/** The center's tables as Kysely sees them; src/center/migrations makes them. Values are parsed where they leave. */
type InHall = { city: string; hall: string };
type OfTerminal = InHall & { terminal: string };
type OfEpoch = OfTerminal & { epoch: string };

export type CenterTables = {
  center_schema: { number: number; name: string; at: number };
  city: { code: string; name: string };
  hall: { city: string; code: string; name: string };
  terminal: OfTerminal & { epoch: string | null; last_heard_at: number | null };
  terminal_epoch: OfEpoch & { acknowledged_through: number; first_heard_at: number; last_heard_at: number };
  message: OfEpoch & { sequence: number; id: string; content_hash: Uint8Array; arrived_at: number };
  parked_message: OfEpoch & {
    sequence: number;
    content_hash: Uint8Array;
    id: string;
    reason: string;
    at: number;
    arrived_at: number;
    body: string | null;
  };
  ticket: InHall & {
    id: string;
    terminal: string;
    day: string;
    class: string;
    number: number;
    matter_id: string | null;
    matter_name: string;
    priority: string;
    issued_by: string;
    issued_at: number;
    state: string;
    calls: number;
    last_called_at: number | null;
    window: number | null;
    called_epoch: number | null;
    closed_at: number | null;
    print: string;
    revision: number;
    arrived_at: number;
  };
  ticket_action: OfEpoch & { sequence: number; ticket_id: string; action: string; at: number; arrived_at: number };
  console_audit: { city: string; number: Generated<number>; at: number; action: string; account: string };
};
