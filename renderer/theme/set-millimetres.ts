/**
 * Sizes on a terminal are millimetres of its real screen. Without a calibration the stylesheet assumes a 21.5-inch
 * panel (268 mm on its short side) and shows it in proportion, in any window.
 *
 * With one, a millimetre is a millimetre, within two bounds: on a panel smaller than 21.5 inches everything shrinks
 * together so that nothing falls off the edge (16 inches: targets of 20 mm become 15, the least allowed), and on a
 * larger one, which people stand further away from, it may grow by a quarter.
 */
export const SHORT_SIDE_MM = 268;
export const GROWTH_MAX = 1.25;

/** CSS pixels to a millimetre of the layout. */
export function pxPerMmOf(pxPerMm: number, shortSidePx: number): number {
  return Math.min(pxPerMm * GROWTH_MAX, shortSidePx / SHORT_SIDE_MM);
}

/** Sets --mm, now and at each change of the window; null leaves it to the stylesheet. Returns how to stop. */
export function setMillimetres(pxPerMm: number | null): () => void {
  const { style } = document.documentElement;
  if (pxPerMm === null) {
    style.removeProperty('--mm');
    return () => undefined;
  }
  const set = (): void => style.setProperty('--mm', `${pxPerMmOf(pxPerMm, Math.min(innerWidth, innerHeight))}px`);
  set();
  addEventListener('resize', set);
  return () => removeEventListener('resize', set);
}
