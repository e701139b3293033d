'use strict';
/**
 * All that the page gets from Electron: one MessagePort, handed over when it asks (renderer/kiosk/screen-line.ts is the
 * other side). Nothing is put on `window`, and ipcRenderer stays in here. CommonJS, because a sandboxed preload can't be
 * a module.
 */
const { ipcRenderer } = require('electron');

const WANTED = 'screen-port-wanted';
const GIVEN = 'screen-port';

window.addEventListener('message', (event) => {
  if (event.source === window && event.data?.kind === WANTED) ipcRenderer.send(WANTED);
});

ipcRenderer.on(GIVEN, (event) => {
  window.postMessage({ kind: GIVEN }, window.location.origin, [...event.ports]);
});
