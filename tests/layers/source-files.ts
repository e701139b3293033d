import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository as the tests of its shape read it: paths relative to the root, with `/`. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const NOT_SOURCE = new Set(['.git', 'node_modules', 'dist', '.tsbuild', '.vitest', '.data', 'release']);

export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_SOURCE.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export const isCode = (file: string): boolean => /\.(ts|tsx|mjs|cjs)$/.test(file) && !file.endsWith('.d.ts');

/** The code without its comments, so that a word in a comment is no import and no call. Strings stay. */
export const withoutComments = (code: string): string =>
  code.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*/g,
    (_all, text: string | undefined) => text ?? ' ',
  );

const IMPORTS = [
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\brequire\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\bimport\.meta\.resolve\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\bcreateRequire\([^)]*\)(?:\.resolve)?\(\s*['"`]([^'"`$]+)/g,
  /\bnew URL\(\s*['"`](\.[^'"`$]+)['"`$]/g,
];
const CSS_IMPORT = /@import\s+(?:url\()?['"]([^'"]+)['"]/g;
const CSS_URL = /\burl\(\s*['"]?([^'")]+)['"]?\s*\)/g;

/** What a file reads of others: packages by their name, `node:` for Node's own modules, files of ours by their path. */
export function importsOf(file: string): { readonly spec: string; readonly target: string }[] {
  const text = file.endsWith('.css') ? textOf(file) : withoutComments(textOf(file));
  const patterns = file.endsWith('.css') ? [CSS_IMPORT, CSS_URL] : IMPORTS;
  return (
    patterns
      .flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!))
      // A folder is no module; an address of the web is no file.
      .filter((spec) => !spec.endsWith('/') && !/^(data|blob|https?):/.test(spec))
      .map((spec) => ({ spec, target: targetOf(file, spec) }))
  );
}

function targetOf(file: string, spec: string): string {
  if (spec.startsWith('.')) return posix.normalize(posix.join(dirname(file), spec));
  if (spec.startsWith('node:')) return 'node:';
  return spec
    .split('/')
    .slice(0, spec.startsWith('@') ? 2 : 1)
    .join('/');
}
