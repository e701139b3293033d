import type { Rectangle } from 'electron';

/**
 * The part of Electron that the host uses, as narrow interfaces. main.ts hands Electron's own classes in, so the compiler
 * proves them against Electron's types; tests hand in doubles that need no casts. What is not here is not used.
 */
export interface Preventable {
  preventDefault(): void;
}

/** One end of a MessageChannelMain. */
export interface PortMain {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export interface ChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
}

export interface Frame {
  readonly origin: string;
  readonly parent: Frame | null;
  postMessage(channel: string, message: unknown, transfer?: PortMain[]): void;
}

export interface IpcEvent {
  /** Null when the frame is gone or has gone elsewhere by now. */
  readonly senderFrame: Frame | null;
}

export interface Contents {
  readonly ipc: { on(channel: string, listener: (event: IpcEvent) => void): unknown };
  on(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    listener: (event: Preventable & { readonly url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(event: 'render-process-gone', listener: (event: Preventable, details: { readonly reason: string }) => void): unknown;
  on(event: 'unresponsive', listener: () => void): unknown;
  on(event: 'dom-ready', listener: () => void): unknown;
  on(
    event: 'select-bluetooth-device',
    listener: (event: Preventable, devices: unknown[], callback: (deviceId: string) => void) => void,
  ): unknown;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void>;
  setIgnoreMenuShortcuts(ignore: boolean): void;
  forcefullyCrashRenderer(): void;
  reload(): void;
  isDestroyed(): boolean;
}

export interface KioskSession {
  readonly protocol: { handle(scheme: string, handler: (request: Request) => Promise<Response>): void };
  on(event: 'will-download', listener: (event: Preventable) => void): unknown;
  on(
    event: 'select-hid-device' | 'select-usb-device',
    listener: (event: Preventable, details: object, callback: (deviceId?: string | null) => void) => void,
  ): unknown;
  on(
    event: 'select-serial-port',
    listener: (event: Preventable, ports: unknown[], contents: unknown, callback: (portId: string) => void) => void,
  ): unknown;
  setPermissionRequestHandler(handler: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(handler: (request: unknown, callback: (streams: null) => void) => void): void;
  setBluetoothPairingHandler(handler: (details: unknown, callback: (answer: { confirmed: boolean }) => void) => void): void;
}

export interface KioskWindow {
  readonly webContents: Contents;
  loadURL(url: string): Promise<void>;
  show(): void;
  destroy(): void;
  on(event: 'close', listener: (event: Preventable) => void): unknown;
  on(event: 'ready-to-show', listener: () => void): unknown;
}

export type WindowOptions = {
  readonly kiosk: boolean;
  readonly fullscreen: boolean;
  readonly frame: boolean;
  readonly show: false;
  readonly backgroundColor: string;
  readonly title: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly useContentSize: true;
  readonly webPreferences: KioskWebPreferences;
};

export type KioskWebPreferences = {
  readonly partition: string;
  /** The dock has none. */
  readonly preload?: string;
  readonly contextIsolation: true;
  readonly sandbox: true;
  readonly nodeIntegration: false;
  readonly nodeIntegrationInSubFrames: false;
  readonly nodeIntegrationInWorker: false;
  readonly webSecurity: true;
  readonly allowRunningInsecureContent: false;
  readonly experimentalFeatures: false;
  readonly webviewTag: false;
  readonly navigateOnDragDrop: false;
  readonly spellcheck: false;
  readonly disableDialogs: true;
  readonly devTools: boolean;
  readonly backgroundThrottling: false;
  readonly autoplayPolicy: 'no-user-gesture-required';
};

export interface ElectronApp {
  readonly isPackaged: boolean;
  readonly commandLine: { appendSwitch(name: string, value?: string): void };
  requestSingleInstanceLock(): boolean;
  enableSandbox(): void;
  whenReady(): Promise<void>;
  on(event: 'web-contents-created', listener: (event: Preventable, contents: Contents) => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: Preventable) => void): unknown;
  exit(code: number): void;
}

export interface ElectronParts {
  readonly app: ElectronApp;
  readonly menu: { setApplicationMenu(menu: null): void };
  readonly protocol: {
    registerSchemesAsPrivileged(
      schemes: { scheme: string; privileges: { standard: boolean; secure: boolean; corsEnabled: boolean } }[],
    ): void;
  };
  readonly sessions: { fromPartition(partition: string, options: { cache: boolean }): KioskSession };
  createWindow(options: WindowOptions): KioskWindow;
  createChannel(): ChannelMain;
  /** The screen's area without task bars, in its own pixels. Only after `whenReady`. */
  workArea(): Rectangle;
}
