import { z } from 'zod';

/**
 * What `npm test` says at the end, from vitest's JSON report: the slowest tests, what could not even be loaded, and one
 * last line that a person and a script can both trust. A run that proves nothing (no tests, a crash) has failed.
 */
export const SLOWEST_SHOWN_MAX = 10;

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), duration: z.number().nullish() })),
    }),
  ),
});
export type TestReport = z.infer<typeof reportSchema>;

/** The report's text, or null when the run broke off before it was written. */
export function parseReport(text: string | null): TestReport | null {
  if (text === null) return null;
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export type TestSummary = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Whatever a reader of the last line alone would wonder about. */
  readonly remarks: readonly string[];
  readonly slowest: readonly { readonly seconds: number; readonly name: string; readonly file: string }[];
};

/** `exitCode` is vitest's own. A fault that no test carries (a file that can't be loaded, a crash) counts as one failure. */
export function summarize(report: TestReport | null, exitCode: number): TestSummary {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })));
  const passed = tests.filter((test) => test.status === 'passed').length;
  const skipped = tests.filter((test) => ['pending', 'skipped', 'todo', 'disabled'].includes(test.status)).length;
  const failedTests = tests.length - passed - skipped;
  const broken = files.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  const remarks = broken.map((file) => `${file.name} failed outside of its tests: ${firstLine(file.message)}`);
  let failed = failedTests + broken.length;
  if (report === null) remarks.push(`The run broke off (vitest ended with ${exitCode}) before it could report.`);
  else if (tests.length === 0 && broken.length === 0) remarks.push('No test was run.');
  else if (exitCode !== 0 && failed === 0)
    remarks.push(`Every test passed, and yet vitest ended with ${exitCode}: something failed outside of the tests.`);
  if (failed === 0 && (exitCode !== 0 || passed === 0)) failed = 1;
  const slowest = tests
    .map((test) => ({ seconds: (test.duration ?? 0) / 1_000, name: test.fullName, file: test.file }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST_SHOWN_MAX);
  return { passed, failed, skipped, remarks, slowest };
}

const firstLine = (text: string | undefined): string => (text ?? '').split('\n', 1)[0]!.trim() || 'no reason was given';

export const lastLine = (summary: TestSummary): string => `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`;

export const exitCodeOf = (summary: TestSummary): 0 | 1 => (summary.failed === 0 && summary.passed > 0 ? 0 : 1);
