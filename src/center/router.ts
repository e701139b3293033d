import { implement, ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import { centerContract } from '../api/center.ts';
import type { Clock } from '../basics/clock.ts';
import { hallDayOf } from '../domain/hall-day.ts';
import type { Account } from '../web/account.ts';
import type { Session } from '../web/sessions.ts';
import type { SignIn } from '../web/sign-in.ts';
import type { CenterConfig } from './config.ts';
import type { CenterDatabase } from './database.ts';
import type { DeviceTokens } from './device-tokens.ts';
import type { createHandIn } from './hand-in.ts';
import { ticketsOf } from './tickets.ts';

/** Who sits at a console. */
export type Clerk = { readonly account: Account };

/** What a request brings along besides its input. */
export type CenterContext = {
  readonly authorization: string | undefined;
  /** The socket's remote address. */
  readonly address: string;
  /** False: a command that another site's page sent; reading is fine, doing is not. */
  readonly ownPage: boolean;
  readonly session: Session<Clerk> | null;
  readonly begin: (clerk: Clerk) => void;
  readonly end: () => void;
};

export type CenterPorts = {
  readonly config: Pick<CenterConfig, 'city' | 'demo'>;
  readonly database: CenterDatabase;
  readonly clock: Clock;
  readonly tokens: DeviceTokens;
  readonly handIn: ReturnType<typeof createHandIn>;
  readonly signIn: SignIn['attempt'];
};

/** What the center answers: terminals by their token, the console by its session. */
export function createCenterRouter({ config, database, clock, tokens, handIn, signIn }: CenterPorts) {
  const center = implement(centerContract).$context<CenterContext>();
  const signedIn = (context: CenterContext): Clerk => {
    if (context.session === null) throw new ORPCError('UNAUTHORIZED');
    return context.session.data;
  };
  const doing = (context: CenterContext): void => {
    if (!context.ownPage) throw new ORPCError('FORBIDDEN');
  };

  return center.router({
    handIn: center.handIn.handler(async ({ input, context }) => {
      const reason = tokens.refusal(context.authorization, input.hall, input.terminal);
      return reason === null ? toPlain(await handIn(input)) : { kind: 'refused' as const, reason, expected: null };
    }),
    signIn: center.signIn.handler(async ({ input, context }) => {
      doing(context);
      const answer = await signIn(input.account, input.password, context.address);
      if (answer.kind !== 'signed-in') return answer;
      context.begin({ account: answer.account });
      return { kind: 'signed-in', name: answer.account.name };
    }),
    signOut: center.signOut.handler(({ context }) => {
      doing(context);
      context.end();
    }),
    me: center.me.handler(({ context }) =>
      context.session === null ? null : { name: signedIn(context).account.name, cityName: config.city.name, demo: config.demo },
    ),
    tickets: center.tickets.handler(async ({ input, context }) => {
      signedIn(context);
      // The page asks every two seconds by itself; only a person's own doing keeps a session awake.
      const day = input.day ?? hallDayOf(clock.now());
      const found = await ticketsOf(database.db, config.city.code, day, input.limit);
      return { now: clock.now(), day, total: found.total, tickets: [...found.tickets], terminals: [...found.terminals] };
    }),
    health: center.health.handler(async () => {
      const ok = await sql`SELECT 1`.execute(database.db).then(
        () => true,
        () => false,
      );
      return { ok, database: database.kind };
    }),
  });
}

type Answer = Awaited<ReturnType<ReturnType<typeof createHandIn>>>;
const toPlain = (answer: Answer) => (answer.kind === 'taken' ? { kind: answer.kind, reply: { ...answer.reply } } : { ...answer });
