import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import { LOG_EVENTS, safeField, type Log, type LogEventName, type LogFields } from '../src/domain/log-events.ts';

/**
 * The log of a process: one JSON object a line, only events of the closed list, each field a number, a flag or a plain
 * word. It writes as it is told, synchronously, so that the last line before a crash is there; the few events of a
 * hall's day cost nothing. When the file is full it becomes `.1`, `.1` becomes `.2`, and so on; the oldest goes.
 */
export const LOG_FILE_BYTES_MAX = 5_000_000;
export const LOG_FILES_KEPT_MAX = 5;

export type OpenLog = {
  readonly log: Log;
  /** Everything is on the file when it returns. */
  close(): void;
};

export function openLog(options: {
  /** null: no file. The folder is made if it is missing. */
  readonly file: string | null;
  /** Also to the terminal, for a person who watches. */
  readonly stderr: boolean;
  readonly now?: () => number;
  readonly bytesMax?: number;
  readonly filesMax?: number;
}): OpenLog {
  const { file, stderr, now = Date.now, bytesMax = LOG_FILE_BYTES_MAX, filesMax = LOG_FILES_KEPT_MAX } = options;
  if (file !== null) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let target = file === null ? null : pino.destination({ dest: file, append: true, mkdir: true, sync: true, mode: 0o600 });
  let bytes = file === null ? 0 : sizeOf(file);

  const turn = (): void => {
    if (file === null || target === null) return;
    target.flushSync();
    target.destroy();
    rmSync(`${file}.${filesMax}`, { force: true });
    for (let i = filesMax - 1; i >= 1; i--) moveIfThere(`${file}.${i}`, `${file}.${i + 1}`);
    moveIfThere(file, `${file}.1`);
    target = pino.destination({ dest: file, append: true, sync: true, mode: 0o600 });
    bytes = 0;
  };

  const write = (line: string): void => {
    if (stderr) process.stderr.write(line);
    if (target === null) return;
    // A disk that is full must not stop the hall: the line is lost, the ticket is not.
    try {
      if (bytes + line.length > bytesMax) turn();
      target.write(line);
      bytes += line.length;
    } catch {
      return;
    }
  };

  const logger = pino(
    {
      base: { pid: process.pid },
      messageKey: 'says',
      timestamp: () => `,"at":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );

  const log: Log = <E extends LogEventName>(name: E, fields: LogFields<E>) => {
    const event = LOG_EVENTS[name];
    const safe: Record<string, number | boolean | string> = {};
    // Only the fields that the list names: what a caller passes beside them is not written at all.
    for (const key of Object.keys(event.fields)) {
      const value = (fields as Record<string, unknown>)[key];
      safe[key] = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? safeField(value) : '(missing)';
    }
    logger[event.level]({ event: name, ...safe }, event.says);
  };
  return {
    log,
    close: () => {
      target?.flushSync();
      target?.destroy();
      target = null;
    },
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const moveIfThere = (from: string, to: string): void => {
  if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to);
};
