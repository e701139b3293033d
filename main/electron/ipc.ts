import { RPCHandler } from '@orpc/server/message-port';
import type { Log } from '../../src/domain/log-events.ts';
import type { ScreenRouter } from '../screen/screen-router.ts';
import { PAGE_ORIGIN } from './app-pages.ts';
import type { Contents, ElectronParts, IpcEvent, PortMain } from './electron-ports.ts';

/** The two words between preload and this process; renderer/kiosk/screen-line.ts uses the same towards the preload. */
export const PORT_WANTED = 'screen-port-wanted';
export const PORT_GIVEN = 'screen-port';

/**
 * Gives the page its port. The only message that this process takes from a renderer outside of a port is the asking for
 * one, and only from the top frame of our own page; everything on the port is then checked against the contract.
 */
export function servePorts(
  electron: Pick<ElectronParts, 'createChannel'>,
  contents: Contents,
  router: ScreenRouter,
  log: Log,
): { close(): void } {
  const handler = new RPCHandler(router);
  let current: PortMain | null = null;

  contents.ipc.on(PORT_WANTED, (event) => {
    const frame = event.senderFrame;
    const why = refusalOf(frame);
    if (frame === null || why !== null) return log('screen.refused', { why: why ?? 'no-frame' });
    // A reloaded page asks again: its old port answers nobody any more.
    current?.close();
    const channel = electron.createChannel();
    const port = channel.port1;
    current = port;
    handler.upgrade({
      on: (name, listener) => {
        if (name === 'message') port.on('message', (message) => listener(message));
        if (name === 'close') port.on('close', () => listener());
      },
      postMessage: (message: unknown) => port.postMessage(message),
    });
    port.on('close', () => {
      if (current === port) current = null;
      log('screen.left', {});
    });
    port.start();
    frame.postMessage(PORT_GIVEN, null, [channel.port2]);
    log('screen.joined', {});
  });
  return {
    close: () => {
      current?.close();
      current = null;
    },
  };
}

function refusalOf(frame: IpcEvent['senderFrame']): 'no-frame' | 'sub-frame' | 'origin' | null {
  if (frame === null) return 'no-frame';
  if (frame.parent !== null) return 'sub-frame';
  return frame.origin === PAGE_ORIGIN ? null : 'origin';
}
