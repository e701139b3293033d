import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../src/basics/result.ts';
import type { DeviceState } from '../../src/devices/device-state.ts';
import { paperDocumentSchema, type PaperDocument } from '../../src/devices/paper.ts';
import { openPrinter, openReader, printerModelSchema, readerModelSchema } from '../catalogue.ts';
import type { LinkTrouble, OpenLink } from '../link/link.ts';
import { LINK_FORM, parseLink } from '../link/parse-link.ts';
import { createCliPorts } from './cli-ports.ts';
import { cardFailure, EXIT, linkFaultSentence, linkTroubleSentence, printerSentence, type ExitCode, type Failure } from './sentences.ts';

/**
 * `npm run device`: one device, tried by hand, without the product around it. What it found goes to stdout as one JSON
 * object; what went wrong goes to stderr as one sentence, with an exit code of its own.
 */
const WAIT_SECONDS_DEFAULT = 60;
const WAIT_SECONDS_MAX = 86_400;
const FILE_BYTES_MAX = 1_000_000;
/** Opening the link and asking the printer how it is. */
const PRINTER_READY_MS_MAX = 8_000;

export const HELP = `Tries one device by hand.

  npm run device -- read-card --link LINK [--model sam] [--wait SECONDS]
      Waits for an ID card (${WAIT_SECONDS_DEFAULT} s unless told otherwise) and prints what it says as one JSON object,
      without the photo.
  npm run device -- print --link LINK [--model escpos-80|escpos-58] FILE.json
      Prints a paper document: {"title": "…", "blocks": [{"kind": "text", "text": "…"}]}.

LINK is ${LINK_FORM}.

Exit codes: ${EXIT.done} done, ${EXIT.usage} wrong arguments or file, ${EXIT.link} the link does not open, ${EXIT.noCard} no card in time, ${EXIT.card} the card cannot be
read, ${EXIT.reader} the reader is in trouble, ${EXIT.notPrinted} not printed, ${EXIT.printUnknown} nobody knows whether it was printed.
`;

const OPTIONS = {
  link: { type: 'string' },
  model: { type: 'string' },
  wait: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = { readonly link?: string; readonly model?: string; readonly wait?: string; readonly help?: boolean };

const failure = (exit: ExitCode, sentence: string): Result<never, Failure> => err({ exit, sentence });
const usage = (sentence: string): Result<never, Failure> => failure(EXIT.usage, `${sentence} See npm run device -- --help.`);

/** Runs the command and answers with its exit code. */
export async function runDeviceCommand(args: readonly string[]): Promise<ExitCode> {
  const result = await run(args);
  if (!result.ok) {
    process.stderr.write(`${result.error.sentence}\n`);
    return result.error.exit;
  }
  await new Promise<void>((written) => process.stdout.write(result.value, () => written()));
  return EXIT.done;
}

async function run(args: readonly string[]): Promise<Result<string, Failure>> {
  let values: Values;
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }));
  } catch (fault) {
    return usage(`The arguments are not understood: ${fault instanceof Error ? fault.message.split('. ')[0] : 'unknown'}.`);
  }
  const [command, ...rest] = positionals;
  if (values.help || command === 'help') return ok(HELP);
  switch (command) {
    case 'read-card':
      return rest.length > 0 ? usage(`read-card takes no "${rest[0]}".`) : readCard(values);
    case 'print':
      return print(values, rest);
    case undefined:
      return usage('Say what to do: read-card or print.');
    default:
      return usage(`There is no "${command}"; what there is: read-card, print.`);
  }
}

/** The link of the command line, which remembers why it last failed to open. */
function linkOf(values: Values): Result<{ readonly text: string; readonly open: OpenLink; trouble(): LinkTrouble | undefined }, Failure> {
  const text = values.link;
  if (text === undefined) return usage(`Say where the device is: --link ${LINK_FORM}.`);
  const parsed = parseLink(text);
  if (!parsed.ok) return failure(EXIT.usage, linkFaultSentence(text, parsed.error));
  let trouble: LinkTrouble | undefined;
  return ok({
    text,
    open: async () => {
      const opened = await parsed.value();
      trouble = opened.ok ? undefined : opened.error;
      return opened;
    },
    trouble: () => trouble,
  });
}

async function readCard(values: Values): Promise<Result<string, Failure>> {
  const model = readerModelSchema.safeParse(values.model ?? 'sam');
  if (!model.success) return usage(`There is no reader model "${values.model}"; known: ${readerModelSchema.options.join(', ')}.`);
  const waitSeconds = Number(values.wait ?? WAIT_SECONDS_DEFAULT);
  if (!(waitSeconds > 0 && waitSeconds <= WAIT_SECONDS_MAX))
    return usage(`--wait takes a number of seconds up to ${WAIT_SECONDS_MAX}, not "${values.wait}".`);
  const link = linkOf(values);
  if (!link.ok) return link;

  const reader = openReader(model.data, link.value.open, createCliPorts());
  hint('Put the card on the reader.');
  const reading = reader.readCard({ waitMsMax: waitSeconds * 1_000, onFound: () => hint('Found; please leave it there.') });
  process.once('SIGINT', reading.cancel);
  const result = await reading.done;
  process.off('SIGINT', reading.cancel);
  const trouble = link.value.trouble();
  await reader.close();
  if (result.ok) return ok(`${JSON.stringify(result.value)}\n`);
  if (trouble !== undefined && result.error.kind === 'reader-not-answering')
    return failure(EXIT.link, linkTroubleSentence(link.value.text, trouble));
  return err(cardFailure(link.value.text, result.error, waitSeconds));
}

async function print(values: Values, files: readonly string[]): Promise<Result<string, Failure>> {
  const model = printerModelSchema.safeParse(values.model ?? 'escpos-80');
  if (!model.success) return usage(`There is no printer model "${values.model}"; known: ${printerModelSchema.options.join(', ')}.`);
  if (files.length !== 1) return usage('print takes one FILE.json.');
  const link = linkOf(values);
  if (!link.ok) return link;
  const document = await readDocument(files[0]!);
  if (!document.ok) return document;

  const printer = openPrinter(model.data, link.value.open, createCliPorts());
  try {
    const state = await settledState(printer);
    const trouble = link.value.trouble();
    if (state.kind !== 'ready' && trouble !== undefined) return failure(EXIT.link, linkTroubleSentence(link.value.text, trouble));
    const outcome = await printer.print(document.value, async () => undefined);
    switch (outcome.kind) {
      case 'confirmed':
        return ok(`${JSON.stringify(outcome)}\n`);
      case 'not-printed':
        return failure(EXIT.notPrinted, `Not printed: ${printerSentence(link.value.text, outcome.trouble)}, and run this again.`);
      case 'unknown':
        return failure(
          EXIT.printUnknown,
          `It is not known whether it was printed: ${printerSentence(link.value.text, outcome.trouble)}, and look at the paper before printing again.`,
        );
    }
  } finally {
    await printer.stop();
  }
}

/** How the printer is once it has opened, or has not. */
function settledState(printer: {
  state(): DeviceState;
  onState(listener: (state: DeviceState) => void): () => void;
}): Promise<DeviceState> {
  return new Promise((resolve) => {
    const finish = (state: DeviceState): void => {
      clearTimeout(timer);
      stop();
      resolve(state);
    };
    const stop = printer.onState((state) => {
      if (state.kind !== 'opening') finish(state);
    });
    const timer = setTimeout(() => finish(printer.state()), PRINTER_READY_MS_MAX);
    const now = printer.state();
    if (now.kind === 'ready' || now.kind === 'troubled') finish(now);
  });
}

async function readDocument(file: string): Promise<Result<PaperDocument, Failure>> {
  let text: string;
  try {
    if ((await stat(file)).size > FILE_BYTES_MAX)
      return failure(EXIT.usage, `${file} is larger than any slip; give a document of at most ${FILE_BYTES_MAX} bytes.`);
    text = await readFile(file, 'utf8');
  } catch {
    return failure(EXIT.usage, `${file} cannot be read; check that it is there and that this user may read it.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (fault) {
    return failure(
      EXIT.usage,
      `${file} is not JSON (${fault instanceof Error ? fault.message : 'unknown'}); correct it there and run this again.`,
    );
  }
  const document = paperDocumentSchema.safeParse(json);
  if (document.success) return ok(document.data);
  const issue = document.error.issues[0]!;
  return failure(
    EXIT.usage,
    `${file} is not a paper document: at ${pathOf(issue.path)}: ${issue.message}. Correct it there and run this again.`,
  );
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the top'
    : path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');

/** For a person who watches; a program that reads stderr gets the failure alone. */
const hint = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`${text}\n`));
