import { fileURLToPath } from 'node:url';
import { findChromium } from '../browser-host/launch-chromium.ts';
import { findElectron } from '../electron/electron-runtime.ts';
import type { DemoFlags } from './demo-flags.ts';
import { Sentence } from './sentence.ts';

/** What shows the terminal's screen on this machine: the best that is there, or what was asked for. */
export type ChosenHost =
  | { readonly kind: 'none' }
  | { readonly kind: 'browser'; readonly executable: string }
  | { readonly kind: 'electron'; readonly executable: string };

export type HostSearch = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly findChromium: () => string | null;
  /** `insist`: tried again although it failed before. */
  readonly findElectron: (insist: boolean) => Promise<string | null>;
  readonly say: (line: string) => void;
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const machine: HostSearch = {
  platform: process.platform,
  env: process.env,
  findChromium,
  findElectron: (insist) => findElectron({ insist, say }),
  say,
};

/** Throws a Sentence when what was asked for can't be had. */
export async function chooseHost(asked: DemoFlags['host'], search: HostSearch = machine): Promise<ChosenHost> {
  if (asked === 'none') return { kind: 'none' };
  if (!hasDisplay(search)) {
    if (asked !== null)
      throw new Sentence(
        `There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); start with --host none and open the addresses in a browser.`,
      );
    search.say('No display here: open the addresses in a browser.');
    return { kind: 'none' };
  }
  if (asked !== 'browser') {
    const electron = await search.findElectron(asked === 'electron');
    if (electron !== null) return { kind: 'electron', executable: electron };
    if (asked === 'electron') throw new Sentence('Electron can not be used on this machine (why stands above); try --host browser.');
  }
  const chromium = search.findChromium();
  if (chromium !== null) return { kind: 'browser', executable: chromium };
  if (asked === 'browser')
    throw new Sentence(
      'No Chromium or Chrome was found on this machine; install one (Debian: apt install chromium), name it in CHROMIUM, or start with --host none.',
    );
  search.say('Neither Electron nor Chromium here: open the addresses in a browser.');
  return { kind: 'none' };
}

const hasDisplay = ({ platform, env }: HostSearch): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);

/** Of the project, for what Electron runs: it takes the emitted program, not the source. */
export const projectRoot = (): string => fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url));
