import type { Cancel, Clock, Instant } from '../../src/basics/clock.ts';
import { instant } from '../../src/basics/clock.ts';
import type { Random } from '../../src/basics/random.ts';

/** A clock that only a test turns. Timers run in order of their time; promises settle between them. */
export class ClockByHand implements Clock {
  #now: number;
  #monotonic = 0;
  #timers: { at: number; run: () => void }[] = [];

  constructor(at: string) {
    this.#now = Date.parse(at);
  }

  now(): Instant {
    return instant(this.#now);
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer = { at: this.#monotonic + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  timers(): number {
    return this.#timers.length;
  }

  /** Lets `ms` pass; each timer meets a clock that shows its own time. */
  async turn(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    for (;;) {
      await settle();
      const due = this.#timers.filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now += due.at - this.#monotonic;
      this.#monotonic = due.at;
      due.run();
    }
    this.#now += end - this.#monotonic;
    this.#monotonic = end;
    await settle();
  }

  /** The wall clock is corrected; timers, which count on their own, are not touched. */
  jumpTo(at: string): void {
    this.#now = Date.parse(at);
  }
}

/** Lets promises that are already resolved run their course. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Chance with a seed (mulberry32), so that a failing run can be repeated. */
export class SeededRandom implements Random {
  #state: number;
  constructor(readonlySeed: number) {
    this.#state = readonlySeed >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}
