import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openNetworkCable, type NetworkCable } from '../../main/demo/network-cable.ts';

/** The cable between the terminal and the center, with a real HTTP server at its far end. */
let center: Server;
let cable: NetworkCable;
let taken: string[];
beforeEach(async () => {
  taken = [];
  center = createServer((asked, answer) => {
    let body = '';
    asked.on('data', (text: Buffer) => (body += text.toString()));
    asked.on('end', () => {
      taken.push(body);
      answer.end(`taken ${body.length}`);
    });
  });
  await new Promise<void>((resolve) => center.listen(0, '127.0.0.1', resolve));
  cable = await openNetworkCable({ toPort: () => (center.address() as AddressInfo).port });
});
afterEach(async () => {
  await cable.stop();
  center.closeAllConnections();
  await new Promise((resolve) => center.close(resolve));
});

/** The status and the text of the answer; rejects with the fault of the line. */
const handIn = (body: string, timeoutMs = 2_000): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: cable.port, method: 'POST', path: '/', agent: false, timeout: timeoutMs },
      (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', reject);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', reject);
    asked.end(body);
  });

test('a whole cable passes everything, large things too', async () => {
  const large = 'x'.repeat(3_000_000);
  expect(await handIn(large)).toEqual({ status: 200, text: 'taken 3000000' });
  expect(taken).toEqual([large]);
});

test('a cut cable reaches nobody, and a mended one does again', async () => {
  cable.set('cut');
  await expect(handIn('a')).rejects.toMatchObject({ code: 'ECONNRESET' });
  cable.set('whole');
  expect((await handIn('b')).status).toBe(200);
  expect(taken).toEqual(['b']);
});

test('cutting breaks what is under way', async () => {
  center.removeAllListeners('request');
  center.on('request', (asked) => {
    asked.resume();
    cable.set('cut');
  });
  await expect(handIn('a')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a cable that does not answer lets people wait, and the center hears nothing', async () => {
  cable.set('no-answer');
  await expect(handIn('a', 300)).rejects.toThrow('no answer');
  expect(taken).toEqual([]);
});

test('errors are answered to a whole request, and the center hears nothing', async () => {
  cable.set('errors');
  for (const body of ['', 'a', 'x'.repeat(200_000)]) expect((await handIn(body)).status).toBe(500);
  expect(taken).toEqual([]);
});

test('when replies are lost, the center has done it and nobody knows', async () => {
  cable.set('replies-lost');
  await expect(handIn('a')).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(taken).toEqual(['a']);
  expect(cable.lost()).toBe(1);
});

test('with nobody at the far end the line breaks', async () => {
  const nobody = await openNetworkCable({ toPort: () => 1 });
  const kept = cable;
  cable = nobody;
  await expect(handIn('a')).rejects.toThrow();
  cable = kept;
  await nobody.stop();
});
