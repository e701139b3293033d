import { join } from 'node:path';
import { launchChromium, type Chromium } from '../browser-host/launch-chromium.ts';

/**
 * The demo's windows on somebody's own desk: the terminal scaled to what room there is, the dock beside it. Both can be
 * closed like any window; the demo goes on until Ctrl-C.
 */
const TERMINAL_PX = { width: 1_080, height: 1_920 };
/** Title bars and the desk's own bars take some of what a display has. */
const FRAME_PX = 48;
const DOCK_WIDTH_PX = 460;
const DOCK_HEIGHT_MAX_PX = 1_100;
const TERMINAL_HEIGHT_MIN_PX = 560;

export type Layout = { readonly terminal: Bounds; readonly dock: Bounds };
type Bounds = { readonly leftPx: number; readonly topPx: number; readonly widthPx: number; readonly heightPx: number };

/** Side by side, centred, in the terminal's own proportions. */
export function layOut(room: { readonly width: number; readonly height: number }): Layout {
  const ratio = TERMINAL_PX.width / TERMINAL_PX.height;
  const beside = (room.width - DOCK_WIDTH_PX) / ratio + FRAME_PX;
  const heightPx = Math.round(Math.max(TERMINAL_HEIGHT_MIN_PX, Math.min(TERMINAL_PX.height, room.height - FRAME_PX, beside)));
  const widthPx = Math.round((heightPx - FRAME_PX) * ratio);
  const leftPx = Math.max(0, Math.round((room.width - widthPx - DOCK_WIDTH_PX) / 2));
  return {
    terminal: { leftPx, topPx: 0, widthPx, heightPx },
    dock: { leftPx: leftPx + widthPx, topPx: 0, widthPx: DOCK_WIDTH_PX, heightPx: Math.min(heightPx, DOCK_HEIGHT_MAX_PX) },
  };
}

export const windowFlag = ({ widthPx, heightPx, leftPx, topPx }: Bounds): string => `${widthPx}x${heightPx}+${leftPx}+${topPx}`;

export type DockWindow = {
  readonly layout: Layout;
  /** Goes to the dock, which is up only when the rest is. */
  show(url: string): Promise<void>;
  stop(): Promise<void>;
};

/** Opens the dock's window first, because a browser knows how large the display is. Throws when none comes up. */
export async function openDockWindow({
  executable,
  folder,
}: {
  readonly executable: string;
  readonly folder: string;
}): Promise<DockWindow> {
  const blank = 'data:text/html,<title>Yichuang</title>';
  const chromium: Chromium = await launchChromium({
    executable,
    profile: join(folder, 'dock-window'),
    window: { kind: 'window', widthPx: DOCK_WIDTH_PX, heightPx: TERMINAL_HEIGHT_MIN_PX, leftPx: 0, topPx: 0 },
    firstPage: blank,
  });
  const layout = layOut(await chromium.roomPx());
  await chromium.place(layout.dock);
  return { layout, show: (url) => chromium.open(url), stop: () => chromium.stop() };
}
