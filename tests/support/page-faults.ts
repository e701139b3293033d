/**
 * What is wrong with a page, measured where it is drawn: text that leaves its box, its panel or the screen, text over
 * other text, a page that scrolls, a target too small to hit. Runs in the browser, so it stands alone.
 */
export interface PageLimits {
  readonly targetMmMin: number;
  readonly primaryMmMin: number;
}

export function findPageFaults(limits: PageLimits): string[] {
  const faults: string[] = [];
  const mm =
    Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm')) || Math.min(innerWidth, innerHeight) / 268;
  const root = document.documentElement;
  if (root.scrollHeight > innerHeight + 1 || root.scrollWidth > innerWidth + 1)
    faults.push(`the page is ${root.scrollWidth}×${root.scrollHeight}, the screen ${innerWidth}×${innerHeight}`);

  // What lies below an open dialog is not looked at.
  const scope: Element = document.querySelector('[role="alertdialog"], [role="dialog"]') ?? document.body;
  const heard = (element: Element): boolean => element.closest('.aloud') !== null;
  const seen = (element: Element): boolean => {
    const { visibility, opacity } = getComputedStyle(element);
    return visibility !== 'hidden' && opacity !== '0' && !heard(element);
  };

  type Ink = {
    readonly text: string;
    readonly owner: Element;
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  const inks: Ink[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (!owner || text === '' || !seen(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    // A line box is taller than its ink: a Chinese character fills 0.9 of the font's size around the middle.
    const half = Number.parseFloat(getComputedStyle(owner).fontSize) * 0.45;
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue;
      const middle = (rect.top + rect.bottom) / 2;
      inks.push({ text: text.slice(0, 20), owner, left: rect.left, right: rect.right, top: middle - half, bottom: middle + half });
    }
  }
  if (inks.length === 0) faults.push('there is no text at all');

  const SLACK_PX = 1.5;
  for (const ink of inks) {
    for (let box: Element | null = ink.owner; box && box !== document.documentElement; box = box.parentElement) {
      if (getComputedStyle(box).display === 'contents' || getComputedStyle(box).display === 'inline') continue;
      const rect = box.getBoundingClientRect();
      if (
        ink.left < rect.left - SLACK_PX ||
        ink.right > rect.right + SLACK_PX ||
        ink.top < rect.top - SLACK_PX ||
        ink.bottom > rect.bottom + SLACK_PX
      ) {
        faults.push(`“${ink.text}” leaves its ${box.tagName.toLowerCase()}.${box.className}`);
        break;
      }
    }
    if (ink.left < 0 || ink.top < 0 || ink.right > innerWidth || ink.bottom > innerHeight) faults.push(`“${ink.text}” leaves the screen`);
  }
  inks.forEach((a, index) => {
    for (const b of inks.slice(index + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > SLACK_PX && down > SLACK_PX) faults.push(`“${a.text}” and “${b.text}” lie over each other`);
    }
  });

  const targets = [...scope.querySelectorAll('button, a[href], input, label, [role="button"], [tabindex="0"]')].filter(
    (element) =>
      element.getClientRects().length > 0 &&
      seen(element) &&
      !element.closest('label > *') &&
      getComputedStyle(element).clipPath === 'none',
  );
  const boxes = targets.map((element) => ({ element, rect: element.getBoundingClientRect() })).filter(({ rect }) => rect.width > 2);
  for (const { element, rect } of boxes) {
    const least = element.className.includes('primary') ? limits.primaryMmMin : limits.targetMmMin;
    const name = (element.textContent ?? '').trim().slice(0, 12) || element.tagName.toLowerCase();
    if (rect.width / mm < least - 0.05 || rect.height / mm < least - 0.05)
      faults.push(`“${name}” is ${(rect.width / mm).toFixed(1)} × ${(rect.height / mm).toFixed(1)} mm, less than ${least}`);
    if (rect.left < -1 || rect.top < -1 || rect.right > innerWidth + 1 || rect.bottom > innerHeight + 1)
      faults.push(`“${name}” leaves the screen`);
  }
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const across = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const down = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      if (across > 1 && down > 1) faults.push(`the targets “${a.element.textContent}” and “${b.element.textContent}” lie over each other`);
    }
  });
  return [...new Set(faults)];
}
