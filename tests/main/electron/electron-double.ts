import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import type {
  ChannelMain,
  Contents,
  ElectronParts,
  Frame,
  IpcEvent,
  KioskSession,
  KioskWindow,
  PortMain,
  Preventable,
  WindowOptions,
} from '../../../main/electron/electron-ports.ts';
import { root } from '../../layers/source-files.ts';

/**
 * A double of the little of Electron that the host uses. What crosses between the processes goes through a real
 * MessageChannel or `structuredClone`, so an object that Electron could not send can't be sent here either; and the page
 * has the real preload, run in a context that has only what Electron's sandbox gives it.
 */
type Listener = (...args: never[]) => unknown;

class Events {
  readonly #listeners = new Map<string, Listener[]>();
  readonly on = (name: string, listener: Listener): void => {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  };
  emit(name: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(...(args as never[]));
  }
  names(): string[] {
    return [...this.#listeners.keys()];
  }
}

export function preventable<T extends object>(more: T): Preventable & T & { prevented: boolean } {
  const event = { ...more, prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
}

/** Electron's ports hold messages back until `start`. */
class PortDouble implements PortMain {
  readonly port: NodePort;
  readonly #waiting: (() => void)[] = [];
  constructor(port: NodePort) {
    this.port = port;
  }
  on(event: string, listener: (event: { data: unknown }) => void): this {
    if (event === 'message') this.#waiting.push(() => this.port.on('message', (data: unknown) => listener({ data })));
    else this.port.on('close', () => listener({ data: null }));
    return this;
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  start(): void {
    for (const listen of this.#waiting.splice(0)) listen();
  }
  close(): void {
    this.port.close();
  }
}

const portOf = (port: PortMain): NodePort => {
  if (!(port instanceof PortDouble)) throw new TypeError('only ports can be transferred');
  return port.port;
};

/** The page's side: a window with the real preload in it, as `messagePortLines` of the renderer needs one. */
export class PageDouble {
  readonly window: Window;
  readonly events = new Events();
  readonly ipc = new Events();
  readonly #asked: (channel: string) => void;

  constructor(asked: (channel: string) => void, preload = join(root, 'main/electron/preload.cjs')) {
    this.#asked = asked;
    const page = {
      location: { origin: 'app://kiosk', protocol: 'app:', host: 'kiosk' },
      addEventListener: this.events.on,
      postMessage: (data: unknown, origin: string, ports: NodePort[] = []) => {
        if (origin !== page.location.origin) throw new Error(`posted to ${origin}`);
        const sent = structuredClone(data);
        queueMicrotask(() => this.events.emit('message', { source: page, data: sent, ports }));
      },
    };
    this.window = page as unknown as Window;
    const ipcRenderer = {
      send: (channel: string, ...args: unknown[]) => this.#asked(structuredClone([channel, ...args])[0] as string),
      on: this.ipc.on,
    };
    const electron = { ipcRenderer };
    vm.runInNewContext(readFileSync(preload, 'utf8'), {
      window: page,
      require: (name: string) => {
        if (name !== 'electron') throw new Error(`a sandboxed preload can't require ${name}`);
        return electron;
      },
    });
  }

  /** What WebFrameMain.postMessage brings here. */
  receive(channel: string, message: unknown, ports: NodePort[]): void {
    this.ipc.emit(channel, { ports }, structuredClone(message));
  }
}

export class ContentsDouble implements Contents {
  readonly events = new Events();
  readonly ipcEvents = new Events();
  readonly calls: string[] = [];
  page: PageDouble | null = null;
  windowOpen: () => { action: 'deny' } = () => ({ action: 'deny' });
  readonly ipc = { on: (channel: string, listener: (event: IpcEvent) => void) => this.ipcEvents.on(channel, listener) };
  readonly on = this.events.on;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.calls.push('setWindowOpenHandler');
    this.windowOpen = handler;
  }
  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    this.calls.push(`zoom ${minimum} ${maximum}`);
  }
  setIgnoreMenuShortcuts(): void {
    this.calls.push('setIgnoreMenuShortcuts');
  }
  forcefullyCrashRenderer(): void {
    this.calls.push('forcefullyCrashRenderer');
    this.events.emit('render-process-gone', preventable({}), { reason: 'killed' });
  }
  reload(): void {
    this.calls.push('reload');
    this.load();
  }
  isDestroyed(): boolean {
    return false;
  }
  /** The page as it comes up; it is the top frame of our own origin. */
  load(): PageDouble {
    const page: PageDouble = new PageDouble((channel) => this.say(channel, this.frame({}, page)));
    this.page = page;
    this.events.emit('dom-ready');
    return page;
  }
  frame(change: Partial<Frame>, page: PageDouble | null = this.page): Frame {
    return {
      origin: 'app://kiosk',
      parent: null,
      postMessage: (channel, message, transfer = []) => page?.receive(channel, structuredClone(message), transfer.map(portOf)),
      ...change,
    };
  }
  /** A renderer's frame speaks; null: a frame that is gone by now. */
  say(channel: string, senderFrame: Frame | null): void {
    this.ipcEvents.emit(channel, { senderFrame });
  }
}

export class WindowDouble implements KioskWindow {
  readonly webContents = new ContentsDouble();
  readonly events = new Events();
  readonly on = this.events.on;
  readonly options: WindowOptions;
  readonly urls: string[] = [];
  shown = false;
  destroyed = false;
  constructor(options: WindowOptions) {
    this.options = options;
  }
  async loadURL(url: string): Promise<void> {
    this.urls.push(url);
    this.webContents.load();
    this.events.emit('ready-to-show');
  }
  show(): void {
    this.shown = true;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

export class SessionDouble implements KioskSession {
  readonly events = new Events();
  readonly on = this.events.on;
  readonly handlers = new Map<string, (...args: never[]) => unknown>();
  answer: ((request: Request) => Promise<Response>) | null = null;
  readonly protocol = { handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => void (this.answer = handler) };
  readonly #keep =
    (name: string) =>
    (handler: (...args: never[]) => unknown): void =>
      void this.handlers.set(name, handler);
  readonly setPermissionRequestHandler = this.#keep('permission-request');
  readonly setPermissionCheckHandler = this.#keep('permission-check');
  readonly setDevicePermissionHandler = this.#keep('device-permission');
  readonly setDisplayMediaRequestHandler = this.#keep('display-media');
  readonly setBluetoothPairingHandler = this.#keep('bluetooth-pairing');
}

export type ElectronDouble = ElectronParts & {
  readonly appEvents: Events;
  readonly calls: string[];
  readonly windows: WindowDouble[];
  readonly session: SessionDouble;
  readonly schemes: { scheme: string; privileges: object }[];
};

export function createElectronDouble(world: { packaged?: boolean; firstInstance?: boolean } = {}): ElectronDouble {
  const appEvents = new Events();
  const calls: string[] = [];
  const windows: WindowDouble[] = [];
  const session = new SessionDouble();
  const schemes: { scheme: string; privileges: object }[] = [];
  return {
    appEvents,
    calls,
    windows,
    session,
    schemes,
    app: {
      isPackaged: world.packaged ?? false,
      commandLine: { appendSwitch: (name, value) => void calls.push(`switch ${name}${value === undefined ? '' : `=${value}`}`) },
      requestSingleInstanceLock: () => world.firstInstance ?? true,
      enableSandbox: () => void calls.push('enableSandbox'),
      whenReady: async () => void calls.push('ready'),
      on: appEvents.on,
      exit: (code) => void calls.push(`exit ${code}`),
    },
    menu: { setApplicationMenu: () => void calls.push('no menu') },
    protocol: {
      registerSchemesAsPrivileged: (wanted) => {
        if (calls.includes('ready')) throw new Error('too late');
        schemes.push(...wanted);
      },
    },
    sessions: {
      fromPartition: (partition, { cache }) => {
        calls.push(`session ${partition} cache=${cache}`);
        return session;
      },
    },
    createWindow: (options) => {
      const window = new WindowDouble(options);
      windows.push(window);
      appEvents.emit('web-contents-created', preventable({}), window.webContents);
      return window;
    },
    createChannel: (): ChannelMain => {
      const { port1, port2 } = new MessageChannel();
      return { port1: new PortDouble(port1), port2: new PortDouble(port2) };
    },
    workArea: () => ({ x: 0, y: 32, width: 1_920, height: 1_048 }),
  };
}
