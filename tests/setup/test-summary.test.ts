import { describe, expect, test } from 'vitest';
import { exitCodeOf, lastLine, parseReport, summarize, type TestReport } from '../../main/setup/test-summary.ts';

/** The last line of `npm test` is trusted by people and scripts; it may not be kinder than the run was. */
const report = (...statuses: string[]): TestReport => ({
  testResults: [
    {
      name: '/house/tests/a.test.ts',
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status, i) => ({ fullName: `a ${i}`, status, duration: i * 1_000 })),
    },
  ],
});
const told = (...args: Parameters<typeof summarize>) => {
  const summary = summarize(...args);
  return [lastLine(summary), exitCodeOf(summary)];
};

describe('the last line of npm test', () => {
  test('counts what passed, failed and was skipped', () => {
    expect(told(report('passed', 'passed'), 0)).toEqual(['2 passed, 0 failed, 0 skipped', 0]);
    expect(told(report('passed', 'failed', 'skipped', 'todo', 'pending'), 1)).toEqual(['1 passed, 1 failed, 3 skipped', 1]);
  });

  test('says failed when no test was run', () => {
    expect(told(report(), 0)).toEqual(['0 passed, 1 failed, 0 skipped', 1]);
    expect(told({ testResults: [] }, 1)).toEqual(['0 passed, 1 failed, 0 skipped', 1]);
    expect(summarize({ testResults: [] }, 1).remarks).toEqual(['No test was run.']);
  });

  test('says failed when everything that was run was skipped', () => {
    expect(told(report('skipped'), 0)).toEqual(['0 passed, 1 failed, 1 skipped', 1]);
  });

  test('says failed when vitest crashed before it could report', () => {
    expect(told(null, 134)).toEqual(['0 passed, 1 failed, 0 skipped', 1]);
    expect(summarize(null, 134).remarks).toEqual(['The run broke off (vitest ended with 134) before it could report.']);
    expect(parseReport('{"testResults": [')).toBeNull();
    expect(parseReport(null)).toBeNull();
  });

  test('says failed when something failed outside of the tests', () => {
    expect(told(report('passed'), 1)).toEqual(['1 passed, 1 failed, 0 skipped', 1]);
    expect(summarize(report('passed'), 1).remarks[0]).toContain('outside of the tests');
  });

  test('counts a file that could not be loaded, and names it', () => {
    const broken: TestReport = {
      testResults: [
        ...report('passed').testResults,
        { name: 'b.test.ts', status: 'failed', message: 'Cannot find module x\n at y', assertionResults: [] },
      ],
    };
    expect(told(broken, 1)).toEqual(['1 passed, 1 failed, 0 skipped', 1]);
    expect(summarize(broken, 1).remarks).toEqual(['b.test.ts failed outside of its tests: Cannot find module x']);
  });

  test('is preceded by the ten slowest, slowest first', () => {
    const { slowest } = summarize(report(...Array.from({ length: 30 }, () => 'passed')), 0);
    expect(slowest.map((slow) => slow.seconds)).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
  });
});
