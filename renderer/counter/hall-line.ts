/**
 * Keeps a page fed with snapshots from the hall: opens the stream, gives each view on, and begins again by itself when
 * the line drops or has been silent for longer than the hall ever is. Counter and display both hang on it.
 */
export type LineState = 'connecting' | 'live' | 'lost';

export type HallLineOptions<T> = {
  /** Opens the stream; rejects when there is no line. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  readonly onView: (view: T) => void;
  readonly onState: (state: LineState) => void;
  /** Whether what was thrown means that this page is not (any more) signed in: no use in trying again. */
  readonly isRefusal?: (cause: unknown) => boolean;
  readonly onRefused?: () => void;
  readonly silenceMsMax?: number;
};

/** The hall repeats itself every 8 s, 10 at the most (WATCH_EVERY_MS_MAX): two missing repeats are no accident. */
export const SILENCE_MS_MAX = 22_000;
export const RETRY_MS_MIN = 400;
export const RETRY_MS_MAX = 5_000;

export type HallLine = {
  /** The network says it is back, or somebody looks at the page again: don't wait any longer. */
  hurry(): void;
  stop(): void;
};

export function holdLine<T>({
  open,
  onView,
  onState,
  isRefusal = () => false,
  onRefused,
  silenceMsMax = SILENCE_MS_MAX,
}: HallLineOptions<T>): HallLine {
  let stopped = false;
  let attempt: AbortController | null = null;
  let hurry: () => void = () => {};

  async function once(): Promise<void> {
    const controller = new AbortController();
    attempt = controller;
    const over = new Promise<never>((_, reject) => controller.signal.addEventListener('abort', () => reject(new Error('silent'))));
    over.catch(() => undefined);
    let silence = setTimeout(() => controller.abort(), silenceMsMax);
    try {
      const stream = await Promise.race([open(controller.signal), over]);
      const views = stream[Symbol.asyncIterator]();
      for (;;) {
        const next = await Promise.race([views.next(), over]);
        if (next.done === true || stopped) return;
        clearTimeout(silence);
        silence = setTimeout(() => controller.abort(), silenceMsMax);
        onState('live');
        onView(next.value);
      }
    } finally {
      clearTimeout(silence);
      controller.abort();
    }
  }

  async function run(): Promise<void> {
    onState('connecting');
    let waitMs = RETRY_MS_MIN;
    while (!stopped) {
      const begun = Date.now();
      try {
        await once();
      } catch (cause) {
        if (!stopped && isRefusal(cause)) return onRefused?.();
      }
      if (stopped) return;
      onState('lost');
      // A line that held for a while deserves a quick second try; one that never came about is asked ever more slowly.
      waitMs = Date.now() - begun > RETRY_MS_MAX ? RETRY_MS_MIN : Math.min(RETRY_MS_MAX, waitMs * 2);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs * (0.75 + Math.random() / 2));
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  void run();

  return {
    hurry: () => hurry(),
    stop() {
      stopped = true;
      attempt?.abort();
      hurry();
    },
  };
}

/** Tries at once when the browser says that the network is back, or the page is looked at again. Gives back an undo. */
export function hurryWhenBack(line: HallLine, page: Window): () => void {
  const back = (): void => {
    if (!page.document.hidden) line.hurry();
  };
  page.addEventListener('online', back);
  page.document.addEventListener('visibilitychange', back);
  return () => {
    page.removeEventListener('online', back);
    page.document.removeEventListener('visibilitychange', back);
  };
}
