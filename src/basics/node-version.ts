/**
 * The oldest Node that runs the product: it reads TypeScript, and carries the Node-API that better-sqlite3 13 needs
 * (on Node 20 that library ends the process without a word).
 */
export const NODE_MAJOR_MIN = 24;

/** The sentence for whoever started a process with too old a Node, or null when it will do. */
export function nodeVersionFault(version: string): string | null {
  const major = Number.parseInt(version, 10);
  if (major >= NODE_MAJOR_MIN) return null;
  return `Yichuang needs Node ${NODE_MAJOR_MIN} or newer, and this is ${version}. Please start it through npm (npm start, npm run kiosk, npm run center), which brings its own Node, or install Node ${NODE_MAJOR_MIN}.`;
}
