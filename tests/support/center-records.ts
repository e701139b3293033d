import type { CenterTicket } from '../../src/api/center.ts';
import type { TicketAction } from '../../src/domain/ticket.ts';
import type { DemoRun } from './demo.ts';
import { until } from './until.ts';

const LOOK_AGAIN_MS = 150;

/** What the center of a demo has of the hall's tickets, asked as its console asks it. */
export class CenterRecords {
  readonly #demo: DemoRun;
  #cookie: string | null = null;

  constructor(demo: DemoRun) {
    this.#demo = demo;
  }

  async tickets(): Promise<readonly CenterTicket[]> {
    const { origin } = new URL(this.#demo.urls.center);
    this.#cookie ??= await this.#signIn(origin);
    const answer = await fetch(`${origin}/api/v1/tickets`, { headers: { cookie: this.#cookie } });
    return ((await answer.json()) as { tickets: CenterTicket[] }).tickets;
  }

  async #signIn(origin: string): Promise<string> {
    const account = (await this.#demo.dock.state()).accounts.center[0]!;
    const answer = await fetch(`${origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: account.id, password: account.password }),
    });
    return answer.headers.getSetCookie()[0]!.split(';')[0]!;
  }

  /** The one ticket with this number, as soon as the center knows that this happened to it. */
  ticket(label: string, action: TicketAction = 'issued'): Promise<CenterTicket> {
    return until(
      `the center knows ${label} as ${action}`,
      async () => {
        const found = (await this.tickets()).filter((ticket) => ticket.label === label);
        if (found.length > 1) throw new Error(`the center has ${label} ${found.length} times`);
        if (found[0]?.actions.some((one) => one.action === action)) return found[0];
        // The center has other things to do than to be asked.
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        return null;
      },
      30_000,
    );
  }
}
