import { nodeVersionFault } from '../src/basics/node-version.ts';

/**
 * Imported first by every process entry: an older Node crashes without a word in the store's library, or stumbles over
 * something that tells nobody what to do.
 */
const fault = nodeVersionFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
