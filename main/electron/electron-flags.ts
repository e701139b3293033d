import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * What the Electron kiosk is told on its command line. A packaged one knows `--config` only: no flag of Chromium or
 * Electron gets in, and nothing that belongs to the demo.
 */
export type ElectronFlags = { readonly config: string; readonly windowed: boolean; readonly dockUrl: string | null };

export const ELECTRON_USAGE = 'Usage: yichuang --config FILE';

/** Where an installed terminal keeps its configuration when nothing is said. */
export function defaultConfigFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  return platform === 'win32' ? join(env['ProgramData'] ?? 'C:\\ProgramData', 'Yichuang', 'kiosk.json') : '/etc/yichuang/kiosk.json';
}

/** The flags, or the sentence that says what is wrong with them. */
export function parseElectronFlags(args: readonly string[], packaged: boolean, defaultConfig: string): ElectronFlags | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: { config: { type: 'string' }, windowed: { type: 'boolean', default: false }, dock: { type: 'string' } },
    });
    const dockUrl = values.dock ?? null;
    if (packaged && (values.windowed || dockUrl !== null))
      return '--windowed and --dock belong to the demo; an installed kiosk fills its screen.';
    if (dockUrl !== null && !isLoopbackUrl(dockUrl)) return `--dock: http://127.0.0.1:PORT/… is expected, not ${dockUrl}.`;
    return { config: values.config ?? defaultConfig, windowed: values.windowed, dockUrl };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const isLoopbackUrl = (text: string): boolean =>
  URL.canParse(text) && /^(127\.0\.0\.1|localhost)$/.test(new URL(text).hostname) && new URL(text).protocol === 'http:';
