import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/**
 * The line to a Chromium of our own: JSON messages, each ended by a zero byte, over two pipes that only we hold
 * (`--remote-debugging-pipe`). It is how the one-time address reaches the browser without standing in a command line,
 * how a crashed page is noticed at once, and why no Chromium outlives us: it quits when the pipe breaks, even when we
 * were killed.
 */
export const PIPE_BYTES_MAX = 4_000_000;
export const ANSWER_MS_MAX = 10_000;

const messageSchema = z.object({
  id: z.number().int().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

export interface DevtoolsPipe {
  /** Rejects when the browser refuses, does not answer in time, or is gone. */
  ask(method: string, params?: Record<string, unknown>, sessionId?: string): Promise<unknown>;
  onEvent(listener: (method: string, params: unknown) => void): void;
}

export function openDevtoolsPipe(toBrowser: Writable, fromBrowser: Readable): DevtoolsPipe {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const listeners: ((method: string, params: unknown) => void)[] = [];
  let last = 0;
  let gone = false;
  let held = '';

  const lose = (): void => {
    gone = true;
    for (const { reject } of waiting.values()) reject(new Error('the browser is gone'));
    waiting.clear();
  };
  toBrowser.on('error', lose).on('close', lose);
  fromBrowser.on('error', lose).on('close', lose);
  fromBrowser.setEncoding('utf8');
  fromBrowser.on('data', (text: string) => {
    held += text;
    if (held.length > PIPE_BYTES_MAX) return void fromBrowser.destroy();
    const parts = held.split('\0');
    held = parts.pop() ?? '';
    for (const part of parts) take(part);
  });

  function take(part: string): void {
    const parsed = messageSchema.safeParse(JSON.parse(part));
    if (!parsed.success) return;
    const { id, method, params, result, error } = parsed.data;
    if (id !== undefined) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result);
    } else if (method !== undefined) {
      for (const listener of listeners) listener(method, params);
    }
  }

  return {
    ask(method, params = {}, sessionId) {
      if (gone) return Promise.reject(new Error('the browser is gone'));
      const id = ++last;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`the browser did not answer ${method}`));
        }, ANSWER_MS_MAX);
        timer.unref();
        const settle =
          <T>(then: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            then(value);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
      });
    },
    onEvent: (listener) => void listeners.push(listener),
  };
}
