import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** A counter or display without a browser: sends exactly what a test says, and shows exactly what came back. */
export type Answered = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: unknown };

export class HallClient {
  readonly #url: string;
  readonly #ca: string | undefined;
  readonly #from: string | undefined;
  cookie: string | null = null;
  epoch = 1;

  /** `from`: another address of this machine, as if it were another computer of the hall. */
  constructor(url: string, ca?: string, from?: string) {
    this.#url = url;
    this.#ca = ca;
    this.#from = from;
  }

  #open(path: string, method: string, headers: Record<string, string>, body?: string): Promise<IncomingMessage> {
    const secure = this.#url.startsWith('https');
    return new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(
        `${this.#url}${path}`,
        {
          method,
          agent: false,
          ...(this.#from === undefined ? {} : { localAddress: this.#from }),
          ...(secure && this.#ca ? { ca: this.#ca } : {}),
          headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  async send(path: string, method = 'GET', headers: Record<string, string> = {}, body?: string): Promise<Answered> {
    const response = await this.#open(path, method, headers, body);
    let text = '';
    for await (const chunk of response) text += chunk;
    const set = response.headers['set-cookie']?.[0];
    if (set !== undefined) this.cookie = set.includes('Max-Age=0') ? null : set.split(';', 1)[0]!;
    let parsed: unknown = text;
    try {
      parsed = JSON.parse(text).json;
    } catch {
      // A page, or nothing: the text as it is.
    }
    return { status: response.statusCode!, headers: response.headers, body: parsed };
  }

  /** As the page asks it: JSON from its own origin. */
  call(procedure: string, input?: unknown, headers: Record<string, string> = {}, area = 'counter'): Promise<Answered> {
    return this.send(
      `/${area}/rpc/${procedure}`,
      'POST',
      { 'content-type': 'application/json', origin: this.#url, 'sec-fetch-site': 'same-origin', ...headers },
      JSON.stringify({ json: input }),
    );
  }

  command(procedure: string, input: Record<string, unknown> = {}): Promise<Answered> {
    return this.call(procedure, { requestId: randomUUID(), epoch: this.epoch, ...input });
  }

  /** Snapshots as they come; `take` waits for the next that fits, `end` for the end of the stream. */
  async watch<T>(
    area: 'counter' | 'display',
    signal?: AbortSignal,
  ): Promise<{ status: number; take(fits?: (view: T) => boolean): Promise<T>; ended: Promise<void>; close(): void }> {
    const response = await this.#open(`/${area}/rpc/watch`, 'POST', { 'content-type': 'application/json', origin: this.#url }, '{}');
    const views: T[] = [];
    let wake: () => void = () => {};
    let over = false;
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      rest += chunk;
      for (let at = rest.indexOf('\n\n'); at >= 0; at = rest.indexOf('\n\n')) {
        const lines = rest.slice(0, at).split('\n');
        rest = rest.slice(at + 2);
        const data = lines.find((line) => line.startsWith('data:'));
        if (lines.some((line) => line === 'event: message') && data) views.push(JSON.parse(data.slice(5)).json as T);
      }
      wake();
    });
    const ended = new Promise<void>((resolve) => {
      const end = (): void => {
        over = true;
        wake();
        resolve();
      };
      response.on('end', end);
      response.on('close', end);
      response.on('error', end);
    });
    signal?.addEventListener('abort', () => response.destroy());
    return {
      status: response.statusCode!,
      ended,
      close: () => void response.destroy(),
      async take(fits = () => true) {
        const deadline = Date.now() + 5_000;
        for (;;) {
          while (views.length > 0) {
            const view = views.shift()!;
            if (fits(view)) return view;
          }
          if (over) throw new Error('the stream is over');
          if (Date.now() > deadline) throw new Error('nothing came');
          await new Promise<void>((resolve) => {
            wake = resolve;
            setTimeout(resolve, 100);
          });
        }
      },
    };
  }
}
