import { nodeVersionFault } from '../basics/node-version.ts';

/** Imported first by the entry: an older Node stumbles over something that tells nobody what to do. */
const fault = nodeVersionFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
