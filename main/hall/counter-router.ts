import { implement, ORPCError } from '@orpc/server';
import { counterContract, WATCH_EVERY_MS_MAX, type CounterView, type Refusal, type TicketRow } from '../../src/api/counter.ts';
import type { Clock } from '../../src/basics/clock.ts';
import type { Result } from '../../src/basics/result.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { HallDesk } from '../../src/hall/hall-desk.ts';
import type { Session, Sessions } from '../../src/web/sessions.ts';
import type { SignIn } from '../../src/web/sign-in.ts';
import { watchStream } from '../../src/web/watch-stream.ts';
import { counterViewOf, rowOf, type Seat } from './counter-view.ts';
import type { Watchers } from './watchers.ts';

/** Well below what the page takes for a silent line, so that one late repeat is no alarm. */
export const REPEAT_EVERY_MS = WATCH_EVERY_MS_MAX * 0.8;

/** What a request brings along besides its input: its session, a way to begin or end one, and where it comes from. */
export type CounterContext = {
  readonly session: Session<Seat> | null;
  /** The socket's remote address. */
  readonly address: string;
  readonly begin: (seat: Seat) => void;
  readonly end: () => void;
};

export type CounterPorts = {
  readonly desk: HallDesk;
  readonly clock: Clock;
  readonly sessions: Sessions<Seat>;
  readonly signIn: SignIn['attempt'];
  /** Told after somebody took or left a window. */
  readonly seatsChanged: () => void;
  readonly watchSeats: (listener: () => void) => () => void;
  readonly watchers: Watchers;
  readonly stopping: AbortSignal;
};

/** What a counter may ask of the keeper. A command counts for the window that the session sits at, never for another. */
export function createCounterRouter({ desk, clock, sessions, signIn, seatsChanged, watchSeats, watchers, stopping }: CounterPorts) {
  const counter = implement(counterContract).$context<CounterContext>();
  const signedIn = (context: CounterContext): Session<Seat> => {
    if (context.session === null) throw new ORPCError('UNAUTHORIZED');
    sessions.touch(context.session);
    return context.session;
  };

  type Command = { readonly requestId: string; readonly epoch: number };
  type Answer = { readonly ok: true; readonly value: TicketRow } | { readonly ok: false; readonly error: Refusal };
  async function command<I extends Command>(
    context: CounterContext,
    input: I,
    run: (command: I & { readonly window: number; readonly by: string }) => Promise<Result<Ticket, Refusal>>,
  ): Promise<Answer> {
    const { data: seat } = signedIn(context);
    if (seat.window === null) return { ok: false, error: { kind: 'no-window' } };
    const answer = await run({ ...input, window: seat.window, by: seat.account.id });
    return answer.ok ? { ok: true, value: rowOf(answer.value, seat.window) } : { ok: false, error: answer.error };
  }

  return counter.router({
    signIn: counter.signIn.handler(async ({ input, context }) => {
      const answer = await signIn(input.account, input.password, context.address);
      if (answer.kind !== 'signed-in') return answer;
      context.begin({ account: answer.account, window: null });
      return { kind: 'signed-in', name: answer.account.name };
    }),
    signOut: counter.signOut.handler(({ context }) => context.end()),
    me: counter.me.handler(({ context }) => {
      if (context.session === null) return null;
      const { account, window } = signedIn(context).data;
      return { id: account.id, name: account.name, window };
    }),
    chooseWindow: counter.chooseWindow.handler(({ input, context }) => {
      const { data: seat } = signedIn(context);
      if (!desk.hall.windows.some((window) => window.number === input.window)) return { kind: 'unknown' };
      const holder = sessions.all().find((other) => other.data !== seat && other.data.window === input.window)?.data;
      // The same person on another computer, or after the browser was closed, takes the place along.
      if (holder !== undefined && holder.account.id !== seat.account.id) return { kind: 'taken', by: holder.account.name };
      if (holder !== undefined) holder.window = null;
      seat.window = input.window;
      seatsChanged();
      return { kind: 'yours' };
    }),
    watch: counter.watch.handler(({ context, signal }) => {
      const { session } = context;
      if (session === null) throw new ORPCError('UNAUTHORIZED');
      const leave = watchers.enter(session);
      if (leave === null) throw new ORPCError('TOO_MANY_REQUESTS');
      return untilLeft(
        leave,
        signal,
        watchStream<CounterView>({
          clock,
          read: () =>
            session.ended.aborted
              ? null
              : counterViewOf(
                  desk,
                  session.data,
                  sessions.all().map((other) => other.data),
                ),
          watch: (listener) => {
            const unwatchDesk = desk.watch(listener);
            const unwatchSeats = watchSeats(listener);
            return () => {
              unwatchDesk();
              unwatchSeats();
            };
          },
          everyMs: REPEAT_EVERY_MS,
          signals: [signal, session.ended, stopping],
        }),
      );
    }),
    catalogue: counter.catalogue.handler(({ context }) => {
      signedIn(context);
      return desk.catalogue;
    }),
    callNext: counter.callNext.handler(({ input, context }) => command(context, input, (it) => desk.callNext(it))),
    recall: counter.recall.handler(({ input, context }) => command(context, input, (it) => desk.recall(it))),
    markMissed: counter.markMissed.handler(({ input, context }) => command(context, input, (it) => desk.markMissed(it))),
    bringBack: counter.bringBack.handler(({ input, context }) => command(context, input, (it) => desk.bringBack(it))),
    finish: counter.finish.handler(({ input, context }) => command(context, input, (it) => desk.finish(it))),
    issue: counter.issue.handler(({ input, context }) => command(context, input, (it) => desk.issue(it))),
    reprint: counter.reprint.handler(({ input, context }) => command(context, input, (it) => desk.reprint(it))),
    answerHelp: counter.answerHelp.handler(({ input, context }) => {
      const { data: seat } = signedIn(context);
      desk.answerHelp(input.helpId, seat.account.name);
    }),
  });
}

/**
 * Lets go of the watcher's place when the stream is over, however it ends. A reader that goes before it took anything
 * never starts the generator, and so never ends it: the signal covers that.
 */
export function untilLeft<T>(
  leave: () => void,
  gone: AbortSignal | undefined,
  stream: AsyncGenerator<T, void, void>,
): AsyncGenerator<T, void, void> {
  gone?.addEventListener('abort', leave);
  if (gone?.aborted) leave();
  return (async function* () {
    try {
      yield* stream;
    } finally {
      gone?.removeEventListener('abort', leave);
      leave();
    }
  })();
}
