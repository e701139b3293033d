import { nodeVersionFault } from '../../src/basics/node-version.ts';

/** The entry of `npm run device`: nothing is loaded before it is known that this Node can. */
const fault = nodeVersionFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
const { runDeviceCommand } = await import('./run-device-command.ts');
process.exit(await runDeviceCommand(process.argv.slice(2)));
