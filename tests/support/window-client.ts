import type { CounterView, Refusal, TicketRow } from '../../src/api/counter.ts';
import { HallClient } from './hall-client.ts';

/** Somebody at a window, without a browser: sends what the page would send, as fast as a test wants. */
export type Told = { readonly ok: true; readonly value: TicketRow } | { readonly ok: false; readonly error: Refusal };

export class WindowClient {
  readonly client: HallClient;
  private constructor(client: HallClient) {
    this.client = client;
  }

  /** Signed in, at a window, under the keeper's epoch of now. Rejects when anything of it is refused. */
  static async open(url: string, account: { readonly id: string; readonly password: string }, window: number): Promise<WindowClient> {
    const client = new HallClient(url);
    const signedIn = await client.call('signIn', { account: account.id, password: account.password });
    if ((signedIn.body as { kind?: string }).kind !== 'signed-in') throw new Error(`not signed in: ${JSON.stringify(signedIn.body)}`);
    const seat = await client.call('chooseWindow', { window });
    if ((seat.body as { kind?: string }).kind !== 'yours') throw new Error(`not at window ${window}: ${JSON.stringify(seat.body)}`);
    const at = new WindowClient(client);
    await at.view();
    return at;
  }

  /** What the page would show now; the epoch it shows is taken for what follows. */
  async view(fits?: (view: CounterView) => boolean): Promise<CounterView> {
    const watch = await this.client.watch<CounterView>('counter');
    try {
      const view = await watch.take(fits);
      this.client.epoch = view.epoch;
      return view;
    } finally {
      watch.close();
    }
  }

  /** Rejects when nobody answered; a refusal is an answer. */
  async tell(
    command: 'callNext' | 'recall' | 'markMissed' | 'bringBack' | 'finish' | 'issue' | 'reprint',
    input: Record<string, unknown> = {},
  ): Promise<Told> {
    const answer = await this.client.command(command, input);
    if (answer.status !== 200) throw new Error(`${command} was answered ${answer.status}`);
    return answer.body as Told;
  }

  issue(priority = false): Promise<Told> {
    return this.tell('issue', { matterId: null, priority });
  }

  /** Rejects with the refusal. */
  async done(command: Parameters<WindowClient['tell']>[0], input: Record<string, unknown> = {}): Promise<TicketRow> {
    const told = await this.tell(command, command === 'issue' ? { matterId: null, priority: false, ...input } : input);
    if (!told.ok) throw new Error(`${command} was refused: ${JSON.stringify(told.error)}`);
    return told.value;
  }
}
