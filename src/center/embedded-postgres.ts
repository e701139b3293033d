import { createHash } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, readdirSync, realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';

/**
 * PostgreSQL inside this process, over a folder, for demos and trials. PGlite never syncs on Node: it starts with `-F`,
 * and Emscripten's file system on Node has no fsync at all. Both are supplied here, so that an acknowledgement means
 * the disk here too (counted with strace in a test).
 */
export type EmbeddedPostgres = { readonly pglite: PGlite; release(): Promise<void> };

/** The sentence is for the operator. */
export class EmbeddedRefused extends Error {}

export async function openEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(directory);
  const fresh = !existsSync(join(directory, 'PG_VERSION'));
  let pglite: PGlite | null = null;
  try {
    pglite = new PGlite({
      dataDir: directory,
      startParams: [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync'],
    });
    await pglite.waitReady;
    supplyFsync(pglite);
    // What was laid down before our fsync was in place is brought to the disk once.
    if (fresh) syncTree(directory);
    return { pglite, release: () => closed(lock) };
  } catch (error) {
    await pglite?.close().catch(() => {});
    await closed(lock);
    throw error;
  }
}

const streamSchema = z.object({ nfd: z.number().int() });
type StreamOps = Record<string, unknown>;

function supplyFsync(pglite: PGlite): void {
  const module = pglite.Module as unknown as { FS: { lookupPath(path: string, options: object): { node: { stream_ops: StreamOps } } } };
  const operations = module.FS.lookupPath('/pglite/data/PG_VERSION', {}).node.stream_ops;
  operations['fsync'] = (stream: unknown): number => {
    fdatasyncSync(streamSchema.parse(stream).nfd);
    return 0;
  };
}

function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  if (process.platform !== 'win32') syncPath(directory);
}

function syncPath(path: string): void {
  const handle = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Two PostgreSQLs over one folder destroy it. A name of the system's own, given back by it whenever the process ends. */
async function lockFolder(directory: string): Promise<Server | null> {
  const name = `yichuang-center-${createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32)}`;
  const path = process.platform === 'linux' ? `\0${name}` : process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : null;
  if (path === null) return null;
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', () =>
      reject(new EmbeddedRefused(`The database folder ${directory} is in use by another center. End that one first.`)),
    );
    server.listen(path, () => resolve(server));
  });
}

const closed = (server: Server | null): Promise<void> =>
  new Promise((resolve) => (server === null ? resolve() : server.close(() => resolve())));
