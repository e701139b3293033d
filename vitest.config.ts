import { defineConfig } from 'vitest/config';

/** Two projects, one after the other: everything that runs in one process, and the product itself in real Chromium, one file at a time. */
export default defineConfig({
  test: {
    // A test that somebody left alone is a fault, not a filter.
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/bench/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'product',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
