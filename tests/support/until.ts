/** Waits until something is so, and fails with a sentence when it does not become so in time. */
export async function until<T>(what: string, look: () => T | Promise<T>, msMax = 10_000): Promise<NonNullable<T>> {
  const end = performance.now() + msMax;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`did not come to pass within ${msMax} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
