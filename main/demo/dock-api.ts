import { z } from 'zod';
import { PAPER_STATES, PRINTER_FAULTS, READER_FAULTS, type DemoDevices, type DockSlip } from './demo-devices.ts';
import { CABLE_STATES, type CableState } from './network-cable.ts';

/**
 * The dock's API, said once: what can be done to the demo (`POST /api/commands`) and what is seen of it
 * (`GET /api/state`). README.md beside this file tells it to people.
 */
export const dockCommandSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('put-card'), person: z.string().max(40) }),
  z.strictObject({ do: z.literal('take-card') }),
  z.strictObject({ do: z.literal('reader'), fault: z.enum(READER_FAULTS).nullable() }),
  z.strictObject({ do: z.literal('paper'), paper: z.enum(PAPER_STATES) }),
  z.strictObject({ do: z.literal('cover'), cover: z.enum(['open', 'closed']) }),
  z.strictObject({ do: z.literal('printer'), fault: z.enum(PRINTER_FAULTS).nullable() }),
  z.strictObject({ do: z.literal('take-slips') }),
  z.strictObject({ do: z.literal('network'), state: z.enum(CABLE_STATES) }),
  /** kill: kill -9, and it stays dead until it is started. */
  z.strictObject({ do: z.literal('center'), act: z.enum(['start', 'stop', 'kill', 'restart']) }),
  z.strictObject({ do: z.literal('kiosk'), act: z.enum(['start', 'stop', 'kill', 'restart']) }),
  /** The device process, kill -9; the kiosk starts it again by itself. */
  z.strictObject({ do: z.literal('kill-devices') }),
  /** Everything whole and running; with `data`, the terminal's and the center's data are emptied too. */
  z.strictObject({ do: z.literal('reset'), data: z.boolean().default(false) }),
]);
export type DockCommand = z.input<typeof dockCommandSchema>;
export type ParsedDockCommand = z.output<typeof dockCommandSchema>;

export type DockAccount = { readonly id: string; readonly name: string; readonly password: string };
export type DockState = {
  /** What shows the screen. */
  readonly host: 'electron' | 'browser' | 'none';
  readonly urls: { readonly kiosk: string; readonly counter: string; readonly display: string; readonly center: string };
  readonly accounts: { readonly counter: readonly DockAccount[]; readonly center: readonly DockAccount[] };
  readonly persons: readonly { readonly key: string; readonly label: string; readonly note: string }[];
  readonly reader: ReturnType<DemoDevices['reader']>;
  readonly printer: ReturnType<DemoDevices['printer']>;
  readonly slips: readonly DockSlip[];
  readonly network: { readonly state: CableState; readonly repliesLost: number };
  readonly center: { readonly pid: number | null };
  readonly kiosk: { readonly pid: number | null; readonly devices: number | null; readonly screen: number | null };
};

/** What the dock's server is given: the demo behind it. */
export interface DockDesk {
  state(): Promise<DockState>;
  /** null: done. A sentence: why not. */
  run(command: ParsedDockCommand): Promise<string | null>;
  /** A fresh address of the screen; null when the kiosk is not running or shows itself. */
  openKiosk(): Promise<string | null>;
  picture(slip: number): Uint8Array | null;
  onChange(listener: () => void): void;
}
