import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';

/**
 * The Chromium that Debian ships, as the browser host uses it. Never one that Playwright would download: what is tested
 * is what runs on a terminal. The sandbox is off for root alone, which only tests are.
 */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

export function chromiumPath(): string {
  const found = PLACES.find((place) => existsSync(place));
  if (!found) throw new Error(`Chromium is missing: install the package chromium (looked at ${PLACES.join(', ')})`);
  return found;
}

export const chromiumFlags = (): readonly string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-dev-shm-usage',
];

export function openChromium({
  headless = true,
  args = [],
  env = process.env,
}: { readonly headless?: boolean; readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless, env, args: [...chromiumFlags(), ...args] });
}
