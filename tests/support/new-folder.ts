import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A folder of its own for a test; gone again when its file is through. */
export function newFolder(what: string): string {
  const folder = mkdtempSync(join(tmpdir(), `yichuang-${what}-`));
  made.push(folder);
  return folder;
}
