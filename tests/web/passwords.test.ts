import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HASH_OF_NOBODY, hashPassword, verifyPassword } from '../../src/web/passwords.ts';

describe('passwords of staff', () => {
  it('are kept as argon2id with 19 MiB and two passes, never the same twice', async () => {
    const first = await hashPassword('草桥口2024!', randomBytes(16));
    const second = await hashPassword('草桥口2024!', randomBytes(16));
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword(first, '草桥口2024!')).toBe(true);
    expect(await verifyPassword(first, '草桥口2024')).toBe(false);
    expect(await verifyPassword(first, '')).toBe(false);
    expect(await verifyPassword(first, 'x'.repeat(201))).toBe(false);
  });

  it('are the same however the keyboard composes the characters', async () => {
    expect(await verifyPassword(await hashPassword('caf\u00e9-2024', randomBytes(16)), 'cafe\u0301-2024')).toBe(true);
  });

  it('open nothing against a hash that is not ours, or that would cost too much to check', async () => {
    for (const hash of [
      '',
      'secret',
      '$2b$10$abcdefghijklmnopqrstuv',
      '$argon2id$v=19$m=4194304,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      '$argon2id$v=19$m=19456,t=999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ])
      expect(await verifyPassword(hash, 'secret')).toBe(false);
    expect(await verifyPassword(HASH_OF_NOBODY, 'anything')).toBe(false);
  });
});
