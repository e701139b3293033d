import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Hall, TerminalId } from '../../src/domain/hall.ts';
import { startChild, type DemoChild } from './child.ts';

/** The demo's center: the real one, as a process of its own, on an embedded PostgreSQL in the demo's folder. */
export const CENTER_FOLDER = 'center';

export type DemoCenter = {
  readonly url: string;
  pid(): number | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
};

const readySchema = z.object({ url: z.string() });
const here = (path: string): string => fileURLToPath(new URL(`${path}${extname(import.meta.url)}`, import.meta.url));

export function createDemoCenter(options: {
  readonly folder: string;
  readonly port: number;
  readonly hall: Hall;
  readonly terminal: TerminalId;
  readonly token: string;
  readonly onChange: () => void;
}): DemoCenter {
  const { folder, port, hall, terminal } = options;
  const file = join(folder, 'center.json');
  const config = {
    listen: { host: '127.0.0.1', port },
    database: { embedded: join(folder, CENTER_FOLDER) },
    demo: true,
    city: { code: hall.city, name: '济宁市（演示）' },
    halls: [{ code: hall.code, name: hall.name }],
    terminals: [{ hall: hall.code, terminal, tokenHash: createHash('sha256').update(options.token).digest('hex') }],
    accounts: JSON.parse(readFileSync(new URL('./data/center-accounts.json', import.meta.url), 'utf8')) as unknown,
  };
  let child: DemoChild<z.output<typeof readySchema>> | null = null;
  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => (child?.running() ? (child.process.pid ?? null) : null),
    async start() {
      if (child?.running()) return;
      writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
      const started = startChild({
        name: 'The center',
        ready: readySchema,
        stderrFile: join(folder, 'center.log'),
        start: {
          kind: 'node',
          module: here('../../src/center/serve'),
          args: ['--config', file],
          execArgv: ['--import', new URL(`./leave-with-parent${extname(import.meta.url)}`, import.meta.url).href],
        },
      });
      child = started;
      void started.ended.then(options.onChange);
      options.onChange();
      await started.ready;
    },
    async stop() {
      await child?.stop();
    },
    async kill() {
      await child?.kill();
    },
  };
}
