import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCenterLink } from '../../main/center-link.ts';
import type { CenterDay } from '../../src/api/center.ts';
import type { HallCode, TerminalId } from '../../src/domain/hall.ts';
import type { TicketAction } from '../../src/domain/ticket.ts';
import type { CenterConfig, DatabaseChoice } from '../../src/center/config.ts';
import type { HandIn } from '../../src/sync/hand-in.ts';
import { WIRE_VERSION, type BatchRequest, type NumberedMessage } from '../../src/sync/wire.ts';
import { hashPassword } from '../../src/web/passwords.ts';
import { aTicket, anEpoch, id, NOON, withoutHolder } from '../store/samples.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { newFolder } from '../support/new-folder.ts';

/** A city with two halls and many terminals, so that each test has one of its own. 演示 data. */
export const CITY = '370800';
export const HALLS = [
  { code: '370811001001' as HallCode, name: '草桥口社区（演示）' },
  { code: '370811001002' as HallCode, name: '古槐社区（演示）' },
];
export const PASSWORD = 'demo-password';
export const TOKENS_PER_HALL = 40;
export const tokenOf = (hall: string, terminal: string): string =>
  createHash('sha256').update(`token of ${hall} ${terminal}`).digest('base64url');

export async function centerConfig(database: DatabaseChoice, changes: Partial<CenterConfig> = {}): Promise<CenterConfig> {
  const terminals = HALLS.flatMap((hall) =>
    Array.from({ length: TOKENS_PER_HALL }, (_, at) => {
      const terminal = `K${String(at + 1).padStart(2, '0')}` as TerminalId;
      return { hall: hall.code, terminal, tokenHash: createHash('sha256').update(tokenOf(hall.code, terminal)).digest('hex') };
    }),
  );
  return {
    listen: { host: '127.0.0.1', port: 0 },
    tls: null,
    database,
    demo: true,
    trial: false,
    city: { code: CITY, name: '济宁市（演示）' },
    halls: HALLS,
    terminals,
    accounts: [{ id: 'zhou', name: '周静', passwordHash: await hashPassword(PASSWORD, new Uint8Array(randomBytes(16))) }],
    pages: madePages(),
    ...changes,
  };
}

/** What the page's build would put there, in little. */
function madePages(): string {
  const folder = newFolder('pages');
  mkdirSync(join(folder, 'center'));
  writeFileSync(join(folder, 'center', 'index.html'), '<!doctype html><title>服务中心</title>');
  return folder;
}

export function aMessage(sequence: number, ticket: Ticket = aTicket(sequence), action: TicketAction = 'issued'): NumberedMessage {
  return { sequence, id: id(), at: NOON, message: { kind: 'ticket', action, ticket: withoutHolder(ticket) } };
}

export type TestTerminal = {
  readonly hall: HallCode;
  readonly terminal: TerminalId;
  readonly epoch: string;
  readonly handIn: HandIn;
  batch(messages: readonly NumberedMessage[], epoch?: string): BatchRequest;
  send(messages: readonly NumberedMessage[], epoch?: string): ReturnType<HandIn>;
};

export function aTerminal(url: string, number: number, hall: HallCode = HALLS[0]!.code): TestTerminal {
  const terminal = `K${String(number).padStart(2, '0')}` as TerminalId;
  const epoch = anEpoch();
  const handIn = createCenterLink({ url, token: tokenOf(hall, terminal), timeoutMs: 20_000 });
  const batch = (messages: readonly NumberedMessage[], of = epoch): BatchRequest => ({
    wire: WIRE_VERSION,
    hall,
    terminal,
    epoch: of,
    messages: [...messages],
  });
  return { hall, terminal, epoch, handIn, batch, send: (messages, of) => handIn(batch(messages, of)) };
}

export type TestConsole = { day(day: string, limit?: number): Promise<CenterDay>; readonly cookie: string };

export async function signIn(url: string): Promise<TestConsole> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'zhou', password: PASSWORD }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    cookie,
    day: async (day, limit = 200) =>
      (await (await fetch(`${url}/api/v1/tickets?day=${day}&limit=${limit}`, { headers: { cookie } })).json()) as CenterDay,
  };
}
