import { SHORT_SIDE_MM } from '../theme/set-millimetres.ts';

/**
 * Hands that learned the mouse tap twice, and old hands tremble. The first tap is answered so fast that the second
 * would land on whatever the next screen shows in the same place: a page skipped, a matter chosen that nobody saw.
 * A tap in the same place, so soon, on a screen that was not there when the first came down, is none.
 */
/** What systems take for one double tap at the most. */
export const SECOND_TAP_MS_MAX = 500;
/** In the same place: within the width of a fingertip. */
const SAME_PLACE_MM = 12;

const KINDS = ['pointerdown', 'pointerup', 'pointercancel', 'mousedown', 'mouseup', 'touchstart', 'touchend', 'click', 'dblclick'] as const;

/** `screen`: names the screen that is shown at this moment. */
export function swallowSecondTaps(page: Document, screen: () => string | null): () => void {
  let last: { readonly at: number; readonly x: number; readonly y: number; readonly screen: string | null } | null = null;
  let swallowing = false;

  const down = (event: PointerEvent): void => {
    const { timeStamp: at, clientX: x, clientY: y } = event;
    const now = screen();
    const mm =
      Number.parseFloat(getComputedStyle(page.documentElement).getPropertyValue('--mm')) ||
      Math.min(innerWidth, innerHeight) / SHORT_SIDE_MM;
    const again = last !== null && at - last.at <= SECOND_TAP_MS_MAX && Math.hypot(x - last.x, y - last.y) <= SAME_PLACE_MM * mm;
    swallowing = again && last!.screen !== now;
    // A third tap still belongs to the first.
    last = { at, x, y, screen: swallowing ? last!.screen : now };
  };
  const hear = (event: Event): void => {
    if (event.type === 'pointerdown' && event instanceof PointerEvent && event.isPrimary) down(event);
    if (!swallowing) return;
    event.stopImmediatePropagation();
    if (event.cancelable) event.preventDefault();
  };

  for (const kind of KINDS) page.addEventListener(kind, hear, { capture: true, passive: false });
  return () => {
    for (const kind of KINDS) page.removeEventListener(kind, hear, { capture: true });
  };
}
