import { parseArgs } from 'node:util';

/** The command line of `npm start`. */
export type DemoFlags = {
  /** null: Electron where its runtime is there, else Chromium where there is a display, else nothing. */
  readonly host: 'electron' | 'browser' | 'none' | null;
  /** The dock's port; 0: any free one. null: not asked for, so the usual one if it is free. */
  readonly port: number | null;
  readonly data: string;
  readonly reset: boolean;
  /** The real full screen instead of a window. */
  readonly kiosk: boolean;
};

export const DEMO_USAGE = `Usage: npm start -- [--host electron|browser|none] [--port N] [--data DIR] [--reset] [--kiosk]
  --host …    what shows the terminal's screen; left out: the best that this machine has
  --port N    the dock's port (0: any free one); the other pages take free ports and are linked from the dock
  --data DIR  where the demo keeps its data (.data/demo)
  --reset     begin afresh: empties that folder first
  --kiosk     the terminal fills the screen, as in a hall; leave with Ctrl-C where npm start runs`;

/** The flags, or a sentence that says what is wrong with them. */
export function parseDemoFlags(args: readonly string[], defaultData: string): DemoFlags | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string', default: defaultData },
        reset: { type: 'boolean', default: false },
        kiosk: { type: 'boolean', default: false },
      },
    });
    const { host, port } = values;
    if (host !== undefined && host !== 'electron' && host !== 'browser' && host !== 'none')
      return `--host is electron, browser or none, not ${host}.`;
    if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
      return `--port is a number from 0 to 65535, not ${port}.`;
    if (values.data === '') return '--data names a folder.';
    return {
      host: host ?? null,
      port: port === undefined ? null : Number(port),
      data: values.data,
      reset: values.reset,
      kiosk: values.kiosk,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
