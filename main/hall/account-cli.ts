import '../version-guard.ts';
import { createInterface } from 'node:readline';
import { createHostRandom } from '../host-ports.ts';
import { accountSchema } from '../../src/web/account.ts';
import { hashPassword, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, SALT_BYTES } from '../../src/web/passwords.ts';

/**
 * `npm run account -- ID NAME`: asks for a password (or reads one line from stdin) and prints the JSON object for the
 * accounts file. The password is never an argument: arguments are seen by everybody on the machine.
 */
async function main(argv: readonly string[]): Promise<string | null> {
  const [id, name, ...rest] = argv;
  if (id === undefined || name === undefined || rest.length > 0)
    return 'Usage: npm run account -- ID NAME   (the password is asked for, or read from stdin)';
  // Said before anybody types a password, in the sentence that a kiosk or a center would refuse the entry with.
  const who = accountSchema.omit({ passwordHash: true }).safeParse({ id, name });
  if (!who.success) return who.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}. Nothing was made.`).join('\n');
  const password = process.stdin.isTTY ? await askTwice() : await readLine();
  if (password === null) return 'The two passwords differ. Nothing was made.';
  if (password.length < PASSWORD_LENGTH_MIN || password.length > PASSWORD_LENGTH_MAX)
    return `A password has ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters. Nothing was made.`;
  const passwordHash = await hashPassword(password, createHostRandom().bytes(SALT_BYTES));
  process.stdout.write(`${JSON.stringify(accountSchema.parse({ ...who.data, passwordHash }))}\n`);
  return null;
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

async function askTwice(): Promise<string | null> {
  const first = await askHidden('Password: ');
  return (await askHidden('Once more: ')) === first ? first : null;
}

/** Reads a line without showing it. */
function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const { stdin } = process;
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve) => {
    let typed = '';
    const onData = (chunk: string): void => {
      for (const character of chunk) {
        if (character === '\u0003') process.exit(130);
        if (character === '\r' || character === '\n' || character === '\u0004') {
          stdin.off('data', onData);
          stdin.setRawMode(false);
          stdin.pause();
          process.stderr.write('\n');
          return resolve(typed);
        }
        typed = character === '\u007f' || character === '\b' ? Array.from(typed).slice(0, -1).join('') : typed + character;
      }
    };
    stdin.on('data', onData);
  });
}

const fault = await main(process.argv.slice(2));
if (fault !== null) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
