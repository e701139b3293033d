import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { ScreenContract } from '../../src/api/screen.ts';
import type { Intent, IntentAnswer, Screen, View } from '../../src/kiosk/view.ts';
import { until } from './until.ts';

/** A screen without a browser: the same address, handshake and contract, for tests that need no pixels. */
export class ScreenClient {
  readonly #socket: WebSocket;
  readonly #client: ContractRouterClient<ScreenContract>;
  #view: View | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  }

  /** `url`: a fresh one-time address, as from the dock's `/open-kiosk`. */
  static async open(url: string): Promise<ScreenClient> {
    const { origin } = new URL(url);
    const answer = await fetch(url, { redirect: 'manual' });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie === undefined) throw new Error(`the address was refused: ${answer.status}`);
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/screen`, { headers: { cookie, origin } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const screen = new ScreenClient(socket);
    void screen.#follow();
    await until('the screen has its first View', () => screen.#view);
    return screen;
  }

  async #follow(): Promise<void> {
    try {
      for await (const view of await this.#client.watch()) this.#view = view;
    } catch {
      // The line is gone: `closed` says so.
    }
  }

  get view(): View {
    return this.#view!;
  }
  get closed(): boolean {
    return this.#socket.readyState === WebSocket.CLOSED;
  }
  press(intent: Intent): Promise<IntentAnswer> {
    return this.#client.intent({ visitId: this.view.visitId, revision: this.view.revision, intent });
  }

  /** The screen of this kind, as soon as it is shown. */
  async shows<K extends Screen['kind']>(kind: K, msMax = 20_000): Promise<Extract<Screen, { kind: K }>> {
    return until(
      `the screen shows ${kind} (it shows ${JSON.stringify(this.#view?.screen)})`,
      () => (this.view.screen.kind === kind ? (this.view.screen as Extract<Screen, { kind: K }>) : null),
      msMax,
    );
  }

  /** From wherever the screen is to the page where a ticket is confirmed. */
  async toConfirm(): Promise<void> {
    await until(
      'the attract screen',
      async () => {
        if (this.view.screen.kind === 'attract') return true;
        await this.press({ kind: 'leave' });
        return false;
      },
      30_000,
    );
    await this.press({ kind: 'wake' });
    await this.shows('home');
    await this.press({ kind: 'open-tile', tile: 'take-ticket' });
    await this.shows('choose-need');
    await this.press({ kind: 'choose-matter', matterId: null });
    await this.shows('confirm-ticket');
  }

  /** A ticket without a card; resolves when what is known of its slip is known. */
  async takeTicket(): Promise<Extract<Screen, { kind: 'ticket' }>> {
    await this.toConfirm();
    await this.press({ kind: 'take-ticket', priority: false });
    return this.ticket();
  }

  ticket(): Promise<Extract<Screen, { kind: 'ticket' }>> {
    return until(
      'the slip of the ticket is settled',
      () => {
        const { screen } = this.view;
        return screen.kind === 'ticket' && screen.slip.kind !== 'printing' ? screen : null;
      },
      40_000,
    );
  }

  close(): void {
    this.#socket.terminate();
  }
}
