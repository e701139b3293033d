import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/**
 * A display with nobody in front of it (Xvfb), a finger on it (xdotool), and what can be seen on it: for the browser
 * host with its real window, whose page no test tool may steer.
 */
export type Picture = { readonly widthPx: number; readonly heightPx: number; readonly pixels: Buffer };
export type XDisplay = {
  /** For the environment of what shall show on it. */
  readonly name: string;
  tap(xPx: number, yPx: number): Promise<void>;
  picture(): Picture;
  stop(): Promise<void>;
};

const run = promisify(execFile);
const BYTES_PER_PIXEL = 4;
/** A step of colour that no eye tells apart, as anti-aliasing makes it. */
const SAME_COLOUR_STEP_MAX = 8;

export async function startDisplay({ widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number }): Promise<XDisplay> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-display-'));
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${widthPx}x${heightPx}x24`, '-nolisten', 'tcp', '-fbdir', folder], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  server.stderr!.on('data', (text: Buffer) => (complaint += text.toString()));
  const ended = once(server, 'exit');
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`Xvfb is needed for this test: apt-get install xvfb (${error.message})`)));
    void ended.then(() => reject(new Error(`Xvfb ended: ${complaint}`)));
    (server.stdio[3] as Readable).once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  const name = `:${number}`;
  return {
    name,
    async tap(xPx, yPx) {
      await run('xdotool', ['mousemove', String(xPx), String(yPx), 'click', '1'], { env: { ...process.env, DISPLAY: name } });
    },
    picture: () => readPicture(join(folder, 'Xvfb_screen0')),
    async stop() {
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Xvfb keeps its screen as an X window dump: a header of 32-bit figures, a colour table, the rows. */
function readPicture(file: string): Picture {
  if (!existsSync(file)) throw new Error(`the display has no picture at ${file}`);
  const dump = readFileSync(file);
  const field = (at: number): number => dump.readUInt32BE(at * 4);
  const [headerBytes, widthPx, heightPx, rowBytes, colours] = [field(0), field(4), field(5), field(12), field(19)];
  const begins = headerBytes + colours * 12;
  const rows = Array.from({ length: heightPx }, (_, y) =>
    dump.subarray(begins + y * rowBytes, begins + y * rowBytes + widthPx * BYTES_PER_PIXEL),
  );
  return { widthPx: widthPx, heightPx: heightPx, pixels: Buffer.concat(rows) };
}

/** How much of two pictures differs, from 0 to 1. */
export function difference(a: Picture, b: Picture): number {
  if (a.pixels.length !== b.pixels.length) return 1;
  let different = 0;
  for (let at = 0; at < a.pixels.length; at += BYTES_PER_PIXEL)
    if ([0, 1, 2].some((channel) => Math.abs(a.pixels[at + channel]! - b.pixels[at + channel]!) > SAME_COLOUR_STEP_MAX)) different++;
  return different / (a.pixels.length / BYTES_PER_PIXEL);
}
