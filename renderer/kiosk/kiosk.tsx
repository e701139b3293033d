import '../theme/strict-zod.ts';
import { createRoot } from 'react-dom/client';
import { setMillimetres } from '../theme/set-millimetres.ts';
import '../theme/theme.css';
import { App } from './app.tsx';
import { connect } from './connection.ts';
import './kiosk.css';
import { painted } from './painted.ts';
import { linesOf } from './screen-line.ts';
import { swallowSecondTaps } from './second-taps.ts';

/** The resident's screen. It holds nothing of its own: what it draws is the View that the kiosk sends. */

// A terminal has no menus, and nothing on it is carried away.
for (const unwanted of ['contextmenu', 'dragstart', 'drop', 'selectstart'] as const) {
  document.addEventListener(unwanted, (event) => {
    if (unwanted !== 'selectstart' || !(event.target instanceof HTMLInputElement)) event.preventDefault();
  });
}

let stopMillimetres = setMillimetres(null);
const connection = connect({
  openLine: linesOf(window),
  onCalibration: (pxPerMm) => {
    stopMillimetres();
    stopMillimetres = setMillimetres(pxPerMm);
  },
  painted,
});
swallowSecondTaps(document, () => {
  const shown = connection.shown();
  return shown.kind === 'shown' ? `${shown.view.visitId} ${shown.view.screen.kind}` : null;
});
const page = document.getElementById('page');
if (!page) throw new Error('the page has no place to draw in');
createRoot(page).render(<App connection={connection} />);
