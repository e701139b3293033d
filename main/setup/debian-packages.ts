import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * What the tests need of the system beside the npm packages: one list. On Debian as root it is installed; elsewhere the
 * missing ones are named, by their Debian names.
 */
export type SystemPackage = {
  readonly name: string;
  readonly why: string;
  /** How to see that it is there where dpkg is not: a program on the PATH, or a library by the start of its file name. */
  readonly sign: { readonly program: readonly string[] } | { readonly library: string };
};

export const SYSTEM_PACKAGES: readonly SystemPackage[] = [
  {
    name: 'chromium',
    why: 'the browser host, and every end-to-end test',
    sign: { program: ['chromium', 'chromium-browser', 'google-chrome'] },
  },
  { name: 'xvfb', why: 'a display for the browser host', sign: { program: ['Xvfb'] } },
  { name: 'xdotool', why: 'a finger on that display', sign: { program: ['xdotool'] } },
  { name: 'socat', why: 'pairs of real serial ports', sign: { program: ['socat'] } },
  { name: 'postgresql', why: "the center's database", sign: { program: ['postgres', 'pg_ctl'] } },
  { name: 'strace', why: 'counting what reaches the disk', sign: { program: ['strace'] } },
  { name: 'openssl', why: 'certificates for the hall server', sign: { program: ['openssl'] } },
  { name: 'libusb-1.0-0', why: 'loading node-hid', sign: { library: 'libusb-1.0.so' } },
  { name: 'libudev1', why: 'loading node-hid', sign: { library: 'libudev.so' } },
];

const LIBRARY_FOLDERS = [
  '/lib',
  '/usr/lib',
  '/lib64',
  '/usr/lib64',
  '/usr/local/lib',
  `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
];
const POSTGRES_FOLDER = '/usr/lib/postgresql';

const isDebian = (): boolean => existsSync('/etc/debian_version') && spawnSync('dpkg-query', ['--version']).status === 0;

export function missingPackages(packages: readonly SystemPackage[] = SYSTEM_PACKAGES): SystemPackage[] {
  return packages.filter((wanted) => !isThere(wanted));
}

function isThere({ name, sign }: SystemPackage): boolean {
  if (isDebian() && spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' }).stdout === 'installed')
    return true;
  if ('library' in sign)
    return LIBRARY_FOLDERS.some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(sign.library)));
  const debianPostgres = existsSync(POSTGRES_FOLDER)
    ? readdirSync(POSTGRES_FOLDER).map((version) => join(POSTGRES_FOLDER, version, 'bin'))
    : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...(name === 'postgresql' ? debianPostgres : [])];
  return sign.program.some((program) => folders.some((folder) => existsSync(join(folder, program))));
}

/** Makes sure that everything is there; answers null, or the sentence that says what is missing and how to get it. */
export function ensurePackages(say: (line: string) => void): string | null {
  const missing = missingPackages();
  if (missing.length === 0) return null;
  const names = missing.map((wanted) => wanted.name);
  if (isDebian() && process.getuid?.() === 0) {
    say(`Installing Debian packages for the tests: ${names.join(' ')} …`);
    if (!aptInstall(names)) {
      // On a fresh machine the lists are empty, on an old one they name versions that are gone.
      apt(['update']);
      if (!aptInstall(names))
        return `The Debian packages ${names.join(', ')} could not be installed; apt's reason stands above. Please check the network and run this again.`;
    }
    return null;
  }
  return missingSentence(missing);
}

/** For a person who has to install them: this is not Debian, or not root. */
export function missingSentence(missing: readonly SystemPackage[]): string {
  const list = missing.map((wanted) => `  ${wanted.name} (${wanted.why})`).join('\n');
  const names = missing.map((wanted) => wanted.name).join(' ');
  return `The tests need these packages, named as Debian names them:\n${list}\nPlease install them (on Debian: sudo apt-get install --no-install-recommends ${names}) and run this again.`;
}

const aptInstall = (names: readonly string[]): boolean => apt(['install', '-y', '--no-install-recommends', ...names]);

function apt(args: readonly string[]): boolean {
  const { status } = spawnSync('apt-get', ['-q', ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}
