import { readFileSync, statSync } from 'node:fs';
import { extname, resolve, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { hallCodeSchema, terminalIdSchema } from '../domain/hall.ts';
import { accountSchema } from '../web/account.ts';
import { isLoopbackHost } from '../web/same-origin.ts';

/**
 * What the center is told about itself: one JSON file. Parsed once, here; a fault names its path in the file and the
 * form that is expected there. Relative paths are relative to the file.
 */
export const CONFIG_FILE_BYTES_MAX = 8_000_000;
export const HALLS_MAX = 2_000;
export const TERMINALS_MAX = 20_000;
export const ACCOUNTS_MAX = 500;

const configSchema = z
  .strictObject({
    listen: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.number().int().min(0).max(65_535) }),
    tls: z
      .strictObject({ certificate: z.string().min(1), key: z.string().min(1) })
      .nullable()
      .default(null),
    /** A PostgreSQL server; or, for a demo or a trial, a folder with an embedded one. The environment's DATABASE_URL goes before `url`. */
    database: z
      .strictObject({
        url: z
          .string()
          .regex(/^postgres(ql)?:\/\//, 'postgresql://USER:PASSWORD@HOST:PORT/DATABASE')
          .optional(),
        embedded: z.string().min(1).optional(),
      })
      .default({}),
    /** Demo data: the console says so. */
    demo: z.boolean().default(false),
    trial: z.boolean().default(false),
    city: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'the six-digit division code of the city'), name: z.string().min(1).max(20) }),
    halls: z
      .array(z.strictObject({ code: hallCodeSchema, name: z.string().min(1).max(40) }))
      .min(1)
      .max(HALLS_MAX),
    terminals: z
      .array(
        z.strictObject({
          hall: hallCodeSchema,
          terminal: terminalIdSchema,
          tokenHash: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the device token, 64 hexadecimal digits'),
        }),
      )
      .max(TERMINALS_MAX),
    accounts: z.array(accountSchema.strict()).max(ACCOUNTS_MAX),
    /** Folder of the built pages; left out: the ones that came with the program. */
    pages: z.string().min(1).optional(),
  })
  .superRefine((config, context) => {
    const fault = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (!isLoopbackHost(config.listen.host) && config.tls === null)
      fault(['tls'], 'a certificate and a key file, because the center is reachable from other machines');
    if (config.database.embedded !== undefined) {
      if (config.database.url !== undefined) fault(['database'], 'either url or embedded, not both');
      if (!config.demo && !config.trial)
        fault(
          ['database', 'embedded'],
          'a PostgreSQL server in database.url; an embedded database is for "demo": true or "trial": true only',
        );
    }
    const halls = new Set<string>();
    config.halls.forEach((hall, at) => {
      if (halls.has(hall.code)) fault(['halls', at, 'code'], 'each hall once');
      if (!hall.code.startsWith(config.city.code.slice(0, 4)))
        fault(['halls', at, 'code'], `a hall of the city ${config.city.code}: its code begins with ${config.city.code.slice(0, 4)}`);
      halls.add(hall.code);
    });
    const terminals = new Set<string>();
    config.terminals.forEach((terminal, at) => {
      if (!halls.has(terminal.hall)) fault(['terminals', at, 'hall'], 'the code of a hall listed under "halls"');
      const key = `${terminal.hall} ${terminal.terminal}`;
      if (terminals.has(key)) fault(['terminals', at, 'terminal'], 'each terminal of a hall once');
      terminals.add(key);
    });
    const accounts = new Set<string>();
    config.accounts.forEach((account, at) => {
      if (accounts.has(account.id)) fault(['accounts', at, 'id'], 'each account once');
      accounts.add(account.id);
    });
  });

export type DatabaseChoice = { readonly kind: 'server'; readonly url: string } | { readonly kind: 'embedded'; readonly directory: string };
export type CenterConfig = Omit<z.infer<typeof configSchema>, 'database' | 'tls' | 'pages'> & {
  readonly database: DatabaseChoice;
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly pages: string;
};

/** The configuration can't be used; the message says file, paths and expected forms, one a line. */
export class ConfigFault extends Error {
  constructor(file: string, faults: readonly string[]) {
    super([`${file} can't be used:`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'ConfigFault';
  }
}

const FAULTS_SHOWN_MAX = 12;

/** Built pages, beside the emitted program (dist/src/center) and beside the sources alike. */
const ownPages = (): string =>
  fileURLToPath(new URL(extname(import.meta.url) === '.ts' ? '../../dist/renderer/' : '../../renderer/', import.meta.url));

/**
 * @param environment DATABASE_URL stands for `database.url`; an embedded database asked for by the file stays, so that
 * a demo never writes into a server that somebody's shell happens to name.
 * @throws ConfigFault
 */
export function readCenterConfig(file: string, environment: Readonly<Record<string, string | undefined>>): CenterConfig {
  const at = resolve(file);
  const parsed = configSchema.safeParse(readJson(at), { reportInput: true });
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `${issue.path.length === 0 ? '(the whole file)' : issue.path.map(String).join('.')}: ${issue.message}`,
    );
    const left = faults.length - FAULTS_SHOWN_MAX;
    throw new ConfigFault(at, left > 0 ? [...faults.slice(0, FAULTS_SHOWN_MAX), `… and ${left} more`] : faults);
  }
  const { database, tls, pages, ...rest } = parsed.data;
  const within = (path: string): string => resolve(dirname(at), path);
  const url = environment['DATABASE_URL'] || database.url;
  if (database.embedded === undefined && url === undefined)
    throw new ConfigFault(at, ['database.url: postgresql://USER:PASSWORD@HOST:PORT/DATABASE, here or in the environment as DATABASE_URL']);
  return {
    ...rest,
    database: database.embedded === undefined ? { kind: 'server', url: url! } : { kind: 'embedded', directory: within(database.embedded) },
    tls: tls && { certificate: readPem(at, 'tls.certificate', within(tls.certificate)), key: readPem(at, 'tls.key', within(tls.key)) },
    pages: pages === undefined ? ownPages() : within(pages),
  };
}

function readText(file: string): string {
  if (statSync(file).size > CONFIG_FILE_BYTES_MAX) throw new Error(`at most ${CONFIG_FILE_BYTES_MAX} bytes`);
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new ConfigFault(file, [`(the whole file): a file that can be read (${codeOf(error)})`]);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConfigFault(file, ['(the whole file): JSON; it breaks off or goes wrong somewhere']);
  }
}

function readPem(config: string, path: string, file: string): string {
  try {
    return readText(file);
  } catch (error) {
    throw new ConfigFault(config, [`${path}: a PEM file that can be read, not ${file} (${codeOf(error)})`]);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : 'unknown';
