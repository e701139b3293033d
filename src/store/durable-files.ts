import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Brings a directory's own entries to the disk: a file whose name is lost in a power cut is lost. */
export function syncDirectory(directory: string): void {
  // Windows has no handle for a directory; NTFS journals names itself.
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a directory that only this account may enter, its parents too, names brought to the disk. */
export function makePrivateDirectory(directory: string): void {
  const missing: string[] = [];
  for (let at = directory; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const made of missing) syncDirectory(dirname(made));
}
