/**
 * Installs the packages when they are not what the lock says. npm keeps its own record of what it put into node_modules,
 * written last; comparing that with the lock notices a changed lock, an installation that broke off, and a package
 * that was changed by hand, and needs no stamp of ours.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { SetupFault } from './setup-fault.mjs';

/** Installing takes a minute or two in silence; a line now and then shows that it goes on. */
const STILL_BUSY_EVERY_MS = 15_000;
const KEPT_STDERR_CHARACTERS_MAX = 20_000;
const NO_NETWORK = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)\b/;

export async function ensureDependencies({ root, children, say }) {
  if (dependenciesMatch(root)) return;
  say('Installing packages (about a minute, once) …');
  const { command, args } = npmCommand(process);
  const since = Date.now();
  const busy = setInterval(() => say(`  still installing, ${Math.round((Date.now() - since) / 1_000)} s …`), STILL_BUSY_EVERY_MS);
  let stderr = '';
  let code;
  try {
    code = await children.run(command, args, {
      cwd: root,
      // npm's own words go to stderr too: stdout is the entry's.
      stdio: ['ignore', 2, 'pipe'],
      env: { ...process.env, npm_config_loglevel: 'error', PATH: pathWithoutProject(root) },
      shell: command === 'npm.cmd',
      onStderr: (bytes) => {
        process.stderr.write(bytes);
        stderr = (stderr + bytes).slice(-KEPT_STDERR_CHARACTERS_MAX);
      },
    });
  } catch (error) {
    throw new SetupFault(`npm could not be started (${error.code ?? error.message}). Please install npm 10 or newer and run this again.`);
  } finally {
    clearInterval(busy);
  }
  if (children.stopping()) throw new SetupFault('Stopped while installing packages. Run it again to go on.');
  if (code !== 0)
    throw new SetupFault(
      NO_NETWORK.test(stderr)
        ? "The packages could not be fetched: npm cannot reach its registry. Please check the network (or npm's proxy and registry settings) and run this again."
        : `The packages could not be installed (npm ended with ${code}; its reason stands above). Please run this again; if it stays so, delete the folder node_modules first.`,
    );
  say(`Packages installed in ${Math.round((Date.now() - since) / 1_000)} s.`);
}

/** Whether node_modules holds what the lock says; what the lock calls optional may be missing (another platform's). */
export function dependenciesMatch(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const there = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null)
    throw new SetupFault('package-lock.json is missing or broken. Please restore it (git checkout package-lock.json) and run this again.');
  if (there === null) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = there[path];
    if (found === undefined ? !entry.optional : found.version !== entry.version || found.integrity !== entry.integrity) return false;
  }
  return Object.keys(there).every((path) => path in wanted);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * The npm that started us, under the machine's Node: `npm ci` removes the Node that we bring along, perhaps the very
 * one that runs this. Windows can't remove a running program, so there npm only changes what differs.
 */
function npmCommand(machine) {
  const verb = machine.platform === 'win32' ? 'install' : 'ci';
  const { npm_execpath: npm, npm_node_execpath: node } = machine.env;
  if (npm?.endsWith('.js') && node) return { command: node, args: [npm, verb] };
  return { command: machine.platform === 'win32' ? 'npm.cmd' : 'npm', args: [verb] };
}

function pathWithoutProject(root) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const own = join(root, 'node_modules') + sep;
  const folders = (process.env.PATH ?? '').split(separator).filter((folder) => !`${folder}${sep}`.startsWith(own));
  return [dirname(process.env.npm_node_execpath ?? process.execPath), ...folders].join(separator);
}
