/**
 * How the page gets its MessagePort in Electron (the browser host has a WebSocket instead). When the page is ready to
 * listen it posts `SCREEN_PORT_ASKED` to its own window; the preload asks the kiosk process, and hands the port on with
 * `SCREEN_PORT_GIVEN` as the message and the port as its only one. Asking again (a reload) gives a new port and closes
 * the old one.
 */
export const SCREEN_PORT_ASKED = 'screen-port-asked';
export const SCREEN_PORT_GIVEN = 'screen-port-given';

/** Where the page lives in Electron; nothing else is ever loaded there. */
export const ELECTRON_PAGE_ORIGIN = 'app://kiosk';
