import type { HelpCall } from '../api/counter.ts';
import type { Cancel, Clock } from '../basics/clock.ts';
import { uuidV7, type Random } from '../basics/random.ts';

/** Calls for help that ring at every counter until somebody comes. Kept in memory: help that is an hour old helps nobody. */
const HELP_CALLS_MAX = 20;

export class HelpDesk {
  readonly #clock: Clock;
  readonly #random: Random;
  #calls: readonly HelpCall[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  calls(): readonly HelpCall[] {
    return this.#calls;
  }

  watch(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rings for a terminal; one that rings already goes on ringing. */
  ring(terminal: string): HelpCall {
    const ringing = this.#calls.find((call) => call.terminal === terminal && call.heardBy === null);
    if (ringing) return ringing;
    const now = this.#clock.now();
    const call: HelpCall = { id: uuidV7(now, this.#random), terminal, rungAt: now, heardBy: null };
    this.#set([...this.#calls.slice(-(HELP_CALLS_MAX - 1)), call]);
    return call;
  }

  /** Somebody is on the way: the screen says so. */
  answer(id: string, by: string): boolean {
    const found = this.#calls.some((call) => call.id === id && call.heardBy === null);
    if (found) this.#set(this.#calls.map((call) => (call.id === id ? { ...call, heardBy: by } : call)));
    return found;
  }

  /** No longer needed: the resident called it off, or the visit in which it was heard is over. */
  remove(id: string): void {
    if (this.#calls.some((call) => call.id === id)) this.#set(this.#calls.filter((call) => call.id !== id));
  }

  #set(calls: readonly HelpCall[]): void {
    this.#calls = calls;
    for (const listener of this.#listeners) listener();
  }
}
