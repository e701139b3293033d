import { parseArgs } from 'node:util';
import type { ChromiumWindow } from './launch-chromium.ts';

/** The browser host's command line. */
export type BrowserFlags = {
  readonly config: string;
  /** `none`: no screen is started; the ready line carries an address for one. */
  readonly host: 'chromium' | 'none';
  readonly window: ChromiumWindow;
  readonly verbose: boolean;
};

export const BROWSER_USAGE = `Usage: npm run kiosk -- --config FILE [--host chromium|none] [--window WIDTHxHEIGHT+LEFT+TOP] [--verbose]
  --config FILE  what this terminal is told about itself (JSON)
  --host none    start no Chromium; print an address for a screen instead
  --window …     Chromium in a window instead of full screen, for trials
  --verbose      the log on the terminal too`;

/** The flags, or a sentence that says what is wrong with them. */
export function parseBrowserFlags(args: readonly string[]): BrowserFlags | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        host: { type: 'string', default: 'chromium' },
        window: { type: 'string' },
        verbose: { type: 'boolean', default: false },
      },
    });
    if (!values.config) return '--config FILE is missing.';
    if (values.host !== 'chromium' && values.host !== 'none') return `--host is chromium or none, not ${values.host}.`;
    const window = values.window === undefined ? ({ kind: 'kiosk' } as const) : parseWindow(values.window);
    if (window === null) return `--window is WIDTHxHEIGHT+LEFT+TOP, for example 540x960+0+0, not ${values.window}.`;
    return { config: values.config, host: values.host, window, verbose: values.verbose };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parseWindow(text: string): ChromiumWindow | null {
  const [, width, height, left, top] = /^(\d{2,5})x(\d{2,5})\+(\d{1,5})\+(\d{1,5})$/.exec(text) ?? [];
  return width === undefined
    ? null
    : { kind: 'window', widthPx: Number(width), heightPx: Number(height), leftPx: Number(left), topPx: Number(top) };
}
