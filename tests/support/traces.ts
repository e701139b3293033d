import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOfCharacter } from '../../drivers/ticket-printer/escpos/character-set.ts';

/** Everything by which a person could be found again in bytes: each secret in every form that a program here might write it in. */
export type Trace = { readonly what: string; readonly bytes: Buffer };

export function tracesOf(secrets: Readonly<Record<string, string>>): readonly Trace[] {
  return Object.entries(secrets).flatMap(([what, text]) => {
    const forms: readonly (readonly [string, Buffer])[] = [
      ['UTF-8', Buffer.from(text, 'utf8')],
      ['UTF-16LE', Buffer.from(text, 'utf16le')],
      [
        'GB18030',
        Buffer.from([...text].flatMap((character) => bytesOfCharacter(character, 'gb18030-two-byte') ?? [...Buffer.from(character)])),
      ],
      ['JSON', Buffer.from(escaped(text))],
      ['URL', Buffer.from(encodeURIComponent(text))],
      ['base64', Buffer.from(Buffer.from(text).toString('base64').slice(0, -4))],
    ];
    const seen = new Set<string>();
    return forms.flatMap(([form, bytes]) => {
      const hex = bytes.toString('hex');
      if (seen.has(hex)) return [];
      seen.add(hex);
      return [{ what: `${what} in ${form}`, bytes }];
    });
  });
}

const escaped = (text: string): string => text.replace(/[^\x20-\x7E]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const tracesIn = (bytes: Buffer, traces: readonly Trace[]): readonly string[] =>
  traces.filter((trace) => bytes.includes(trace.bytes)).map(({ what }) => what);

/** Every byte of every file below a folder; `files` counts them, so that a search of nothing is seen. */
export function searchFolder(folder: string, traces: readonly Trace[]): { readonly files: number; readonly found: readonly string[] } {
  let files = 0;
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    // Names of files are bytes too; sockets and links have no others.
    for (const what of tracesIn(Buffer.from(file), traces)) found.push(`the name of ${file}: ${what}`);
    if (!entry.isFile()) continue;
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      // What a running program has removed in the meantime is gone, and that is all that is asked of it.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      throw error;
    }
    files++;
    for (const what of tracesIn(bytes, traces)) found.push(`${file}: ${what}`);
  }
  return { files, found };
}
