import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { catalogueSchema, type Catalogue } from '../../src/domain/matter.ts';
import { accountsSchema, type Account } from '../../src/web/account.ts';
import { kioskConfigSchema, type KioskConfig } from './kiosk-config.ts';
import { whereJsonBreaks } from './where-json-breaks.ts';

/**
 * Reads what a terminal is told: its configuration, its matters, its counter accounts, its device token. Parsed once,
 * here, at the door. A fault is a `ConfigFault` whose message is one block for the person who wrote the file: which
 * file, which path in it, what is expected there.
 */
export type Fault = { readonly path: string; readonly expected: string };

export class ConfigFault extends Error {
  readonly file: string;
  readonly faults: readonly Fault[];
  constructor(file: string, faults: readonly Fault[]) {
    const shown = faults.slice(0, FAULTS_SHOWN_MAX).map((fault) => `  ${fault.path}: ${fault.expected}`);
    const left = faults.length - shown.length;
    if (left > 0) shown.push(`  … and ${left} more`);
    super(`${file} can't be used:\n${shown.join('\n')}`);
    this.name = 'ConfigFault';
    this.file = file;
    this.faults = faults;
  }
}

export type CounterAccount = Account;

export const CONFIG_FILE_BYTES_MAX = 2_000_000;
export const TOKEN_LENGTH_MIN = 32;
export const TOKEN_LENGTH_MAX = 512;
const FAULTS_SHOWN_MAX = 12;
const WHOLE_FILE = '(the whole file)';

/** The configuration with every path made absolute (relative ones are relative to the file), and its folder. */
export function readKioskConfig(file: string): { readonly config: KioskConfig; readonly folder: string } {
  const at = resolve(file);
  const folder = dirname(at);
  const parsed = readJson(at, kioskConfigSchema);
  const within = (path: string): string => resolve(folder, path);
  const tls = parsed.hallServer.tls;
  const config: KioskConfig = {
    ...parsed,
    data: within(parsed.data),
    catalogue: within(parsed.catalogue),
    accounts: within(parsed.accounts),
    hallServer: { ...parsed.hallServer, tls: tls && { certificate: within(tls.certificate), key: within(tls.key) } },
    center: parsed.center && { ...parsed.center, tokenFile: within(parsed.center.tokenFile) },
  };
  const faults: Fault[] = [
    ...fileFaults('catalogue', config.catalogue),
    ...fileFaults('accounts', config.accounts),
    ...(config.hallServer.tls
      ? [
          ...fileFaults('hallServer.tls.certificate', config.hallServer.tls.certificate),
          ...secretFaults('hallServer.tls.key', config.hallServer.tls.key),
        ]
      : []),
    ...(config.center ? secretFaults('center.tokenFile', config.center.tokenFile) : []),
  ];
  if (faults.length > 0) throw new ConfigFault(at, faults);
  return { config, folder };
}

/** Everything that a kiosk is told, read and parsed: what compose.ts needs beside time, chance and a log. */
export function readKioskSettings(file: string): {
  readonly config: KioskConfig;
  readonly catalogue: Catalogue;
  readonly accounts: readonly CounterAccount[];
  readonly centerToken: string | null;
  readonly tls: { readonly certificate: string; readonly key: string } | null;
} {
  const { config } = readKioskConfig(file);
  const tls = config.hallServer.tls;
  return {
    config,
    catalogue: readCatalogue(config.catalogue),
    accounts: readAccounts(config.accounts),
    centerToken: config.center && readDeviceToken(config.center.tokenFile),
    tls: tls && { certificate: readText(tls.certificate), key: readText(tls.key) },
  };
}

/** The matters that residents choose from. */
export function readCatalogue(file: string): Catalogue {
  const catalogue = readJson(resolve(file), catalogueSchema);
  const seen = new Set<string>();
  catalogue.matters.forEach((matter, i) => {
    if (seen.has(matter.id))
      throw new ConfigFault(file, [{ path: `matters.${i}.id`, expected: `an id of its own; ${matter.id} is there twice` }]);
    seen.add(matter.id);
  });
  return catalogue;
}

/** Who may sign in at this hall's counters. */
export const readAccounts = (file: string): readonly CounterAccount[] => readJson(resolve(file), accountsSchema);

/** The terminal's token for the center: one line in a file that only its owner can read. */
export function readDeviceToken(file: string): string {
  const at = resolve(file);
  const faults = secretFaults(WHOLE_FILE, at);
  if (faults.length > 0) throw new ConfigFault(at, faults);
  const token = readFileSync(at, 'utf8').trim();
  if (!/^[\x21-\x7e]+$/.test(token) || token.length < TOKEN_LENGTH_MIN || token.length > TOKEN_LENGTH_MAX)
    throw new ConfigFault(at, [
      {
        path: WHOLE_FILE,
        expected: `one line with the device token that the center gave, ${TOKEN_LENGTH_MIN} to ${TOKEN_LENGTH_MAX} plain characters`,
      },
    ]);
  return token;
}

/** Reads and parses one JSON file; throws a `ConfigFault` with every fault found. */
export function readJson<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const raw = parseText(file, readText(file));
  const parsed = schema.safeParse(raw);
  if (!parsed.success)
    throw new ConfigFault(
      file,
      parsed.error.issues.flatMap((issue) => faultOf(issue, raw)),
    );
  // A name that the schema does not know is a typing mistake that would otherwise be dropped without a word.
  const unknown = unknownKeys(raw, parsed.data, []);
  if (unknown.length > 0) throw new ConfigFault(file, unknown);
  return parsed.data;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > CONFIG_FILE_BYTES_MAX)
      throw new ConfigFault(file, [{ path: WHOLE_FILE, expected: `at most ${CONFIG_FILE_BYTES_MAX} bytes` }]);
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof ConfigFault) throw error;
    throw new ConfigFault(file, [{ path: WHOLE_FILE, expected: `a file that can be read (${codeOf(error)})` }]);
  }
}

function parseText(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { line, column } = whereJsonBreaks(text);
    throw new ConfigFault(file, [{ path: WHOLE_FILE, expected: `JSON; it goes wrong at line ${line}, column ${column}` }]);
  }
}

const pathOf = (path: readonly PropertyKey[]): string => (path.length === 0 ? WHOLE_FILE : path.map(String).join('.'));

function faultOf(issue: z.core.$ZodIssue, raw: unknown): Fault[] {
  const found = issue.path.reduce<unknown>(
    (value, key) => (isRecord(value) || Array.isArray(value) ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    raw,
  );
  const expected = issue.message.replace(/^Invalid input: expected (\w+), received \w+$/, 'expected a $1');
  const shown = found === undefined ? 'it is missing' : `found ${brief(found)}`;
  return [{ path: pathOf(issue.path), expected: `${expected} (${shown})` }];
}

const brief = (value: unknown): string => {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function unknownKeys(raw: unknown, parsed: unknown, path: readonly PropertyKey[]): Fault[] {
  if (Array.isArray(raw) && Array.isArray(parsed)) return raw.flatMap((item, i) => unknownKeys(item, parsed[i] as unknown, [...path, i]));
  if (!isRecord(raw) || !isRecord(parsed)) return [];
  return Object.entries(raw).flatMap(([key, value]) =>
    key in parsed
      ? unknownKeys(value, parsed[key], [...path, key])
      : [{ path: pathOf([...path, key]), expected: `no such setting; known here are ${Object.keys(parsed).join(', ')}` }],
  );
}

function fileFaults(path: string, file: string): Fault[] {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? [] : [{ path, expected: `a file that is there (${isAbsolute(file) ? file : resolve(file)})` }];
}

/** A secret is read by its owner alone; Windows keeps its rights elsewhere. */
function secretFaults(path: string, file: string): Fault[] {
  const missing = fileFaults(path, file);
  if (missing.length > 0 || process.platform === 'win32') return missing;
  return (statSync(file).mode & 0o077) === 0 ? [] : [{ path, expected: `a file that nobody but its owner can read: chmod 600 ${file}` }];
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'it can not be opened';
