import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateDirectory, syncDirectory } from './durable-files.ts';
import { SEALING_KEY_BYTES } from './sealing.ts';
import { StartRefused } from './start-refused.ts';

const KEY_FILE_MODE = 0o600;
const OTHERS = 0o077;
const KEY_FILE_FORM = /^[0-9a-f]{64}\n?$/;

/**
 * The terminal's sealing key: 64 hexadecimal digits in a file that only this account may read. Made on the first
 * start, brought to the disk before it is used, never written over.
 *
 * @throws StartRefused with a sentence: readable by others, not a key, not to be read or made.
 */
export function loadOrMakeSealingKey(file: string): Uint8Array {
  try {
    if (!existsSync(file)) makeKeyFile(file);
    refuseWhenOthersCanRead(file);
    const text = readFileSync(file, 'ascii');
    if (!KEY_FILE_FORM.test(text)) {
      throw new StartRefused(
        `The sealing key ${file} is not 64 hexadecimal digits. Put the right key file back; without it what is sealed cannot be read.`,
      );
    }
    return new Uint8Array(Buffer.from(text.trim(), 'hex'));
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    throw new StartRefused(`The sealing key ${file} cannot be read or made (${codeOf(error)}). Give this account the right to its folder.`);
  }
}

function makeKeyFile(file: string): void {
  makePrivateDirectory(dirname(file));
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', KEY_FILE_MODE);
  try {
    writeSync(handle, `${randomBytes(SEALING_KEY_BYTES).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // A link never writes over a key that another process has just made; a rename would.
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  syncDirectory(dirname(file));
}

function refuseWhenOthersCanRead(file: string): void {
  // Windows keeps access lists instead of mode bits; the folder's own list protects the file there.
  if (process.platform === 'win32') return;
  if ((statSync(file).mode & OTHERS) !== 0) {
    throw new StartRefused(`The sealing key ${file} can be read by other accounts. Run: chmod 600 ${file}`);
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
