import { handInAnswerSchema } from '../src/api/center.ts';
import { SECOND_MS } from '../src/basics/clock.ts';
import type { HandIn, HandInResult } from '../src/sync/hand-in.ts';

/**
 * The line to the center: one POST a batch, parsed on arrival. It decides nothing; the engine (src/sync) says what is
 * sent and when. Plain fetch: the whole wire is one address, and every answer is checked against the contract anyway.
 */
export const CENTER_TIMEOUT_MS = 20 * SECOND_MS;
export const ANSWER_BYTES_MAX = 256 * 1_024;

export type CenterLinkOptions = {
  /** The center's address, e.g. https://center.example.org; what follows the host is kept. */
  readonly url: string;
  /** This terminal's own. */
  readonly token: string;
  /** For the whole exchange. */
  readonly timeoutMs?: number;
};

export function createCenterLink({ url, token, timeoutMs = CENTER_TIMEOUT_MS }: CenterLinkOptions): HandIn {
  const address = new URL('api/v1/batches', url.endsWith('/') ? url : `${url}/`);
  return async (request): Promise<HandInResult> => {
    const notReached = (reason: string, retryAfterMs: number | null = null): HandInResult => ({
      kind: 'not-reached',
      reason,
      retryAfterMs,
    });
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(request),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status !== 200) {
        // Read to its end, so that the connection can be used again; what a proxy says is of no use here.
        await readAtMost(response, ANSWER_BYTES_MAX).catch(() => null);
        return notReached(`http-${response.status}`, retryAfterMs(response.headers.get('retry-after')));
      }
      const answer = handInAnswerSchema.safeParse(JSON.parse(await readAtMost(response, ANSWER_BYTES_MAX)));
      return answer.success ? answer.data : notReached('not-understood');
    } catch (error) {
      return notReached(reasonOf(error));
    }
  };
}

async function readAtMost(response: Response, bytesMax: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new Error('answer-too-long');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Seconds only; a date would trust the terminal's clock. */
const retryAfterMs = (header: string | null): number | null =>
  header !== null && /^\d{1,5}$/.test(header) ? Number(header) * SECOND_MS : null;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'timed-out';
  if (error instanceof SyntaxError) return 'not-understood';
  const cause: unknown = error.cause;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.message === 'answer-too-long' ? error.message : 'cut-off';
}
