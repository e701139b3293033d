import type { Rectangle } from 'electron';
import type { ElectronParts, KioskWebPreferences, KioskWindow, WindowOptions } from './electron-ports.ts';

/**
 * The one place that makes windows. Every setting that keeps the page away from the machine is spelled out, also where
 * it is Electron's default today.
 */

/** Without `persist:` the session lives in memory only: nothing of a visit reaches the disk. */
export const KIOSK_PARTITION = 'kiosk';
/** The theme's page colour, so that nothing flashes white before the first frame. */
const PAGE_COLOUR = '#f6f5f1';

export type WindowKind =
  | { readonly kind: 'full-screen' }
  /** Demo and development: an ordinary window that can be moved and closed. */
  | { readonly kind: 'windowed'; readonly area: Rectangle };

export const webPreferencesOf = (partition: string, devTools: boolean): KioskWebPreferences => ({
  partition,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  disableDialogs: true,
  devTools,
  // A covered window must go on painting: the watch takes silence for a fault.
  backgroundThrottling: false,
  autoplayPolicy: 'no-user-gesture-required',
});

export function createKioskWindow(electron: Pick<ElectronParts, 'createWindow'>, kind: WindowKind, preload: string): KioskWindow {
  const full = kind.kind === 'full-screen';
  const options: WindowOptions = {
    kiosk: full,
    fullscreen: full,
    frame: !full,
    show: false,
    backgroundColor: PAGE_COLOUR,
    title: '一窗',
    useContentSize: true,
    ...(kind.kind === 'windowed' ? kind.area : {}),
    webPreferences: { ...webPreferencesOf(KIOSK_PARTITION, !full), preload },
  };
  const window = electron.createWindow(options);
  window.on('ready-to-show', () => window.show());
  return window;
}

const PORTRAIT_WIDTH_PX = 1_080;
const PORTRAIT_HEIGHT_PX = 1_920;
/** Room for the window's own title bar and a margin. */
const WINDOW_MARGIN_PX = 48;

/** A portrait terminal, scaled into the work area at its left, so that something fits beside it. */
export function windowedArea(workArea: Rectangle): Rectangle {
  const height = Math.min(PORTRAIT_HEIGHT_PX, workArea.height - WINDOW_MARGIN_PX);
  const width = Math.min(Math.round((height * PORTRAIT_WIDTH_PX) / PORTRAIT_HEIGHT_PX), workArea.width);
  return { x: workArea.x, y: workArea.y, width, height };
}

const DOCK_WIDTH_PX_MAX = 640;

/** Beside the demo's kiosk: the dock, an ordinary page of the demo with nothing of Electron in it. */
export function createDockWindow(electron: Pick<ElectronParts, 'createWindow'>, workArea: Rectangle): KioskWindow {
  const kiosk = windowedArea(workArea);
  const left = kiosk.x + kiosk.width;
  const window = electron.createWindow({
    kiosk: false,
    fullscreen: false,
    frame: true,
    show: false,
    backgroundColor: PAGE_COLOUR,
    title: '一窗（演示控制台）',
    useContentSize: true,
    x: left,
    y: kiosk.y,
    width: Math.min(DOCK_WIDTH_PX_MAX, workArea.x + workArea.width - left),
    height: kiosk.height,
    webPreferences: webPreferencesOf('dock', true),
  });
  window.on('ready-to-show', () => window.show());
  return window;
}
