import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accountsSchema } from '../../../src/web/account.ts';
import { verifyPassword } from '../../../src/web/passwords.ts';

const CLI = fileURLToPath(new URL('../../../main/hall/account-cli.ts', import.meta.url));
const run = (args: readonly string[], input: string) => spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8' });

describe('making an account', () => {
  it('prints the line for the accounts file, and the password nowhere', async () => {
    const { stdout, stderr, status } = run(['li', '李敏'], '草桥口-2025\n');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [account] = accountsSchema.parse([JSON.parse(stdout)]);
    expect(account).toMatchObject({ id: 'li', name: '李敏' });
    expect(stdout).not.toContain('草桥口-2025');
    expect(await verifyPassword(account!.passwordHash, '草桥口-2025')).toBe(true);
  });

  it.each([
    { args: [], input: '', says: 'Usage' },
    { args: ['li', '李敏', 'password1'], input: '', says: 'Usage' },
    { args: ['li', '李敏'], input: 'short\n', says: '8 to 200 characters' },
    { args: ['李 敏', '李敏'], input: 'long enough\n', says: 'id: small letters, digits, - or _, for example li-na' },
    { args: ['Li.Na', '李娜'], input: 'long enough\n', says: 'id: small letters, digits, - or _, for example li-na' },
  ])('says what is wrong with $args', ({ args, input, says }) => {
    const { stdout, stderr, status } = run(args, input);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
  });
});
