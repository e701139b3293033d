import type { z } from 'zod';
import { centerDaySchema, centerMeSchema, centerSignInAnswerSchema, type CenterDay } from '../../src/api/center.ts';

/**
 * The console's questions to where the page came from; the cookie goes along by itself. Each answer is parsed. A
 * question that the page repeats by itself says so, so that it does not keep a session awake.
 */
export const ANSWER_MS_MAX = 6_000;
const API = '/api/v1';

export class SignedOut extends Error {}

async function ask<S extends z.ZodType>(
  schema: S,
  path: string,
  options: {
    readonly method?: 'POST' | 'DELETE';
    readonly body?: unknown;
    readonly byItself?: boolean;
    readonly signal?: AbortSignal;
  } = {},
): Promise<z.output<S>> {
  const timeout = AbortSignal.timeout(ANSWER_MS_MAX);
  const response = await fetch(`${API}${path}`, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.byItself ? { 'x-by-itself': '1' } : {}),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
  });
  if (response.status === 401) throw new SignedOut();
  if (!response.ok) throw new Error(`http-${response.status}`);
  const text = await response.text();
  return schema.parse(text === '' ? null : JSON.parse(text));
}

export type Me = NonNullable<z.infer<typeof centerMeSchema>>;
export type SignInAnswer = z.infer<typeof centerSignInAnswerSchema>;

export const centerClient = {
  me: (): Promise<Me | null> => ask(centerMeSchema, '/session'),
  signIn: (account: string, password: string): Promise<SignInAnswer> =>
    ask(centerSignInAnswerSchema, '/session', { method: 'POST', body: { account, password } }),
  signOut: async (): Promise<void> => {
    await fetch(`${API}/session`, { method: 'DELETE', signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  },
  /** @param day null: today, as the center counts it. */
  day: (day: string | null, limit: number, signal: AbortSignal): Promise<CenterDay> =>
    ask(centerDaySchema, `/tickets?limit=${limit}${day === null ? '' : `&day=${day}`}`, { byItself: true, signal }),
};
