import { PAGE_URL } from './app-pages.ts';
import type { Contents, KioskSession, Preventable } from './electron-ports.ts';

/**
 * What a page in the kiosk can't do: leave, open, download, ask for a device or a permission. Each refusal of Electron's
 * security list (docs/tutorial/security.md) that is a handler is here; those that are settings are in window.ts.
 */
export function lockDownContents(contents: Contents): void {
  const stayHere = (event: Preventable & { readonly url: string }): void => {
    if (event.url !== PAGE_URL) event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setIgnoreMenuShortcuts(true);
  contents.on('dom-ready', () => void contents.setVisualZoomLevelLimits(1, 1));
}

export function lockDownSession(session: KioskSession): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.on('will-download', (event) => event.preventDefault());
  const chooseNothing = (event: Preventable, _details: object, callback: (deviceId?: string | null) => void): void => {
    event.preventDefault();
    callback(null);
  };
  session.on('select-hid-device', chooseNothing);
  session.on('select-usb-device', chooseNothing);
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
}
