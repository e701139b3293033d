import { SECOND_MS, type Cancel, type Clock } from '../basics/clock.ts';

/** The last seconds before the wipe are counted down in sight, and can be extended any number of times (WCAG 2.2.1). */
export const IDLE_WARNING_SECONDS = 30;

/**
 * Watches over a quiet screen: after `quietMs` without a touch it warns and counts down, then says that nobody is
 * there. Touching, typing and "继续使用" start it afresh.
 */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #onOver: () => void;
  #cancel: Cancel = () => undefined;
  #quietMs: number | null = null;
  #secondsLeft: number | null = null;

  constructor(clock: Clock, onChange: () => void, onOver: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#onOver = onOver;
  }

  secondsLeft(): number | null {
    return this.#secondsLeft;
  }

  /** `quietMs` null: this state does not idle. Less than the warning's time: over without a warning (a goodbye page). */
  start(quietMs: number | null): void {
    this.#quietMs = quietMs;
    this.touch();
  }

  touch(): void {
    this.#cancel();
    const warned = this.#secondsLeft !== null;
    this.#secondsLeft = null;
    const quietMs = this.#quietMs;
    if (quietMs === null) this.#cancel = () => undefined;
    else if (quietMs <= IDLE_WARNING_SECONDS * SECOND_MS) this.#cancel = this.#clock.after(quietMs, this.#onOver);
    else this.#cancel = this.#clock.after(quietMs - IDLE_WARNING_SECONDS * SECOND_MS, () => this.#count(IDLE_WARNING_SECONDS));
    if (warned) this.#onChange();
  }

  stop(): void {
    this.#cancel();
  }

  #count(secondsLeft: number): void {
    if (secondsLeft === 0) {
      this.#secondsLeft = null;
      this.#onOver();
      return;
    }
    this.#secondsLeft = secondsLeft;
    this.#cancel = this.#clock.after(SECOND_MS, () => this.#count(secondsLeft - 1));
    this.#onChange();
  }
}
