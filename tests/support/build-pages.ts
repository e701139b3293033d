import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Builds named pages, and no others, into a folder of their own, so that a test always meets the sources as they are. */
export async function buildPages(pages: readonly string[]): Promise<{ readonly root: string; remove(): Promise<void> }> {
  for (const page of pages) if (!existsSync(at(`renderer/${page}/index.html`))) throw new Error(`there is no page ${page}`);
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, at('vite.config.ts'));
  if (!loaded) throw new Error('vite.config.ts could not be read');
  const root = await mkdtemp(join(tmpdir(), 'yichuang-built-'));
  const input = Object.fromEntries(pages.map((page) => [page, at(`renderer/${page}/index.html`)]));
  await build({
    ...loaded.config,
    configFile: false,
    logLevel: 'error',
    build: { ...loaded.config.build, outDir: root, emptyOutDir: true, minify: false, rollupOptions: { input } },
  });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
