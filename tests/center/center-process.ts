import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { newFolder } from '../support/new-folder.ts';

/** The center as it runs in production: a process of its own with a configuration file. */
const SERVE = fileURLToPath(new URL('../../src/center/serve.ts', import.meta.url));

export type CenterProcess = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly lines: string[];
  errors(): string;
  ended(): Promise<number | null>;
};

export function writeConfig(config: unknown): string {
  const file = join(newFolder('center'), 'center.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

export function spawnCenter(
  file: string,
  options: { environment?: Record<string, string>; channel?: boolean; before?: readonly string[] } = {},
): { child: ChildProcess; errors(): string; ended(): Promise<number | null>; ready: Promise<CenterProcess> } {
  const command = [...(options.before ?? []), process.execPath, SERVE, '--config', file];
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe', ...(options.channel ? (['ipc'] as const) : [])],
    env: { PATH: process.env['PATH'] ?? '', ...options.environment },
  });
  let text = '';
  child.stderr!.on('data', (data: Buffer) => (text += data.toString()));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout! });
  const ended = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  const errors = (): string => text;
  const ready = new Promise<CenterProcess>((resolve, reject) => {
    reader.on('line', (line) => {
      lines.push(line);
      if (line.startsWith('ready ')) resolve({ child, url: (JSON.parse(line.slice(6)) as { url: string }).url, lines, errors, ended });
    });
    reader.on('close', () => reject(new Error(`the center ended: ${text}`)));
  });
  ready.catch(() => {});
  return { child, errors, ended, ready };
}
