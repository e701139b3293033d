/**
 * Every npm script goes through here: `node main/setup/run.mjs NAME [arguments]`. It makes a fresh clone ready (packages,
 * built pages), finds Node 24, and runs the entry with it. Plain JavaScript without packages, because it is what runs
 * before there are any, on whatever Node the machine has (20 and up).
 *
 * It writes to stderr only: stdin and stdout belong to the entry (a demo's `ready {json}` line, a card as JSON).
 */
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createChildren } from './children.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { findNode } from './find-node.mjs';
import { ensureRenderer } from './renderer.mjs';
import { SetupFault } from './setup-fault.mjs';

/** What each script runs; `pages`: it serves the built pages, so they are built when their sources changed. */
const SCRIPTS = {
  start: { entry: 'main/demo/start.ts', pages: true },
  kiosk: { entry: 'main/browser.ts', pages: true },
  center: { entry: 'src/center/serve.ts', pages: true },
  device: { entry: 'drivers/cli/device.ts', pages: false },
  account: { entry: 'main/hall/account-cli.ts', pages: false },
  test: { entry: 'main/setup/test.ts', pages: true },
  check: { entry: 'main/setup/check.ts', pages: false },
  build: { entry: 'main/setup/build.ts', pages: true },
  format: { entry: 'main/setup/format.ts', pages: false },
  pictures: { entry: 'tests/support/take-pictures.ts', pages: true },
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (line) => process.stderr.write(`${line}\n`);

async function main([name, ...args]) {
  const script = SCRIPTS[name ?? ''];
  if (script === undefined) throw new SetupFault(`There is no script "${name ?? ''}". Known are: ${Object.keys(SCRIPTS).join(', ')}.`);
  const children = createChildren(process);
  await ensureDependencies({ root, children, say });
  const node = findNode(root);
  if (script.pages) await ensureRenderer({ root, node, children, say });
  // What the entry starts by the name `node` is the same Node.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  return children.run(node, [script.entry, ...args], { cwd: root, stdio: 'inherit', env });
}

/** The sentence for a fault that a person can do something about, or null. */
function sentenceFor(error) {
  if (error instanceof SetupFault) return error.message;
  if (error.path && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code))
    return `${error.path} cannot be written (${error.code}). Please make room or give the right to write there, and run this again.`;
  return null;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const sentence = sentenceFor(error);
  if (sentence === null) throw error;
  say(sentence);
  // Whoever reads only the last line of `npm test` reads there that nothing was proven.
  if (process.argv[2] === 'test') process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exitCode = 1;
}
