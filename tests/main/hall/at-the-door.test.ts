import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { CounterView } from '../../../src/api/counter.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { HallClient } from '../../support/hall-client.ts';
import { hallRig } from '../../support/hall-rig.ts';

const rig = hallRig();

describe('what does not belong here', () => {
  it('is refused: foreign pages, other methods, forms, and names that are not this machine', async () => {
    const li = await rig.atWindow('li', 1);
    const status = async (headers: Record<string, string>) =>
      (await li.call('callNext', { requestId: '0195f000-0000-7000-8000-000000000002', epoch: 1 }, headers)).status;
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    expect(await status({ 'content-type': 'multipart/form-data; boundary=x' })).toBe(415);
    expect((await li.send('/counter/rpc/callNext')).status).toBe(405);
    expect(rig.hall.keeper.queue().tickets).toHaveLength(0);
  });

  it('is limited: a body that is too long, input of the wrong form, procedures that do not exist', async () => {
    const client = new HallClient(rig.server.url);
    expect((await client.call('signIn', { account: 'li', password: 'x'.repeat(20_000) })).status).toBe(413);
    expect((await client.call('signIn', { account: 'li', password: 'x'.repeat(201) })).status).toBe(400);
    expect((await client.call('signIn', { account: 7 })).status).toBe(400);
    expect((await client.call('nothing')).status).toBe(404);
    expect((await client.call('__proto__')).status).toBe(404);
    expect((await client.send('/counter/rpc/signIn', 'POST', { 'content-type': 'application/json' }, '{"json":')).status).toBe(400);
  });

  it('gets a slow sender disconnected rather than waited for', async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(rig.server.port, '127.0.0.1', () =>
        socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(9_000)}\r\n\r\n`),
      );
      socket.on('data', (chunk) => resolve(chunk.toString().split('\r\n')[0]!));
      socket.on('error', reject);
    });
    expect(status).toContain('431');
  });

  it('finds the two pages and nothing else', async () => {
    const client = new HallClient(rig.server.url);
    expect((await client.send('/')).headers.location).toBe('/counter/');
    const page = await client.send('/counter/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect((await client.send('/display/')).status).toBe(200);
    for (const path of ['/kiosk/', '/dock/', '/center/', '/../package.json', '/counter/%2e%2e/%2e%2e/package.json'])
      expect((await client.send(path)).status).toBe(404);
  });

  it('beyond loopback there is no server without TLS', async () => {
    await expect(rig.start({ listen: { host: '0.0.0.0', port: 0 } })).rejects.toThrow('needs a certificate');
  });

  it('a port that is taken is said so', async () => {
    await expect(rig.start({ listen: { host: '127.0.0.1', port: rig.server.port } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('over TLS', () => {
  it('everything works alike, and the cookie never leaves TLS', async () => {
    const tls = makeCertificate();
    const secure = await rig.start({ tls, listen: { host: '0.0.0.0', port: 0 } });
    try {
      const url = `https://localhost:${secure.port}`;
      const client = new HallClient(url, tls.certificate);
      const answer = await client.call('signIn', { account: 'li', password: 'li-password' });
      expect(answer.headers['set-cookie']![0]).toMatch(/; Secure$/);
      expect((await client.call('chooseWindow', { window: 1 })).body).toEqual({ kind: 'yours' });
      await rig.hall.take();
      expect((await client.command('callNext')).body).toMatchObject({ ok: true, value: { label: 'A001' } });
      const watch = await client.watch<CounterView>('counter');
      expect((await watch.take()).current?.label).toBe('A001');
      expect((await client.call('me', undefined, { origin: `http://localhost:${secure.port}` })).status).toBe(403);
      await expect(new HallClient(`http://localhost:${secure.port}`).send('/counter/')).rejects.toThrow();
    } finally {
      await secure.stop();
    }
  });
});
