import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type CDPSession } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDemoPersons } from '../../main/demo/demo-persons.ts';
import { CenterRecords } from '../support/center-records.ts';
import { chromiumFlags, chromiumPath } from '../support/chromium.ts';
import { startDemo, type DemoRun } from '../support/demo.ts';
import { PORTRAIT, Resident } from '../support/resident.ts';
import { searchFolder, tracesIn, tracesOf } from '../support/traces.ts';
import { until } from '../support/until.ts';

/**
 * Somebody with a name and a number that nobody else has reads the card, takes a ticket and goes. Afterwards no byte of
 * that person is left: not in the page's memory, not in what the browser keeps, not in any file or log of the run.
 * Everything the run writes lies in one folder, the programs' temporary files too, and all of it is searched.
 */
const PERSON = readDemoPersons().find(({ key }) => key === 'long-name')!;
const { name, idNumber, address, birth } = PERSON.card;
const TRACES = tracesOf({
  name,
  'the first part of the name': name.slice(0, 7),
  'the last part of the name': name.slice(8),
  number: idNumber,
  address,
  birth,
  'birth without hyphens': birth.replaceAll('-', ''),
});
const TYPED = 'xyzzyq';
const TYPED_TRACES = tracesOf({ 'what was typed': TYPED });
/** The heap is searched as text; a longer string would be cut off there, and the rest not be searched. */
const HEAP_STRING_MAX = 10_000_000;

const everything = mkdtempSync(join(realpathSync(tmpdir()), 'yichuang-canary-'));
const temporary = join(everything, 'temporary');
const profile = join(everything, 'profile');
const data = join(everything, 'data');
const tmpdirBefore = process.env.TMPDIR;
let demo: DemoRun;
let context: BrowserContext;
let resident: Resident;
let inspector: CDPSession;

beforeAll(async () => {
  mkdirSync(temporary);
  process.env.TMPDIR = temporary;
  demo = await startDemo({ data });
  context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...chromiumFlags(), `--js-flags=--heap-snapshot-string-limit=${HEAP_STRING_MAX}`],
    viewport: PORTRAIT,
    hasTouch: true,
    reducedMotion: 'reduce',
  });
  resident = await Resident.arrives(demo, null, { context });
  inspector = await context.newCDPSession(resident.page);
  await inspector.send('HeapProfiler.enable');
});
afterAll(async () => {
  await context?.close();
  await demo?.stop();
  if (tmpdirBefore === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = tmpdirBefore;
  rmSync(everything, { recursive: true, force: true, maxRetries: 3 });
});

/** Every string that the page's scripts can still reach, after what is not needed was thrown away. */
async function heap(): Promise<Buffer> {
  const parts: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => void parts.push(chunk);
  inspector.on('HeapProfiler.addHeapSnapshotChunk', take);
  await inspector.send('HeapProfiler.collectGarbage');
  await inspector.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  inspector.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { strings } = JSON.parse(parts.join('')) as { readonly strings: readonly string[] };
  return Buffer.from(strings.join('\n'));
}

async function stored(): Promise<Buffer> {
  const kept = await resident.page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    history: [history.length, history.state, location.href, document.title],
  }));
  expect([kept.local, kept.session, kept.databases, kept.caches]).toEqual([[], [], [], []]);
  return Buffer.from(JSON.stringify([kept, await context.cookies()]));
}

describe('the search itself', () => {
  test('finds every form of the name and the number in a file, and in the name of one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'control-'));
    const inside = join(folder, 'deep', 'down');
    mkdirSync(inside, { recursive: true });
    TRACES.forEach(({ bytes }, index) =>
      writeFileSync(join(inside, `${index}.bin`), Buffer.concat([Buffer.alloc(1_000 + index, 0xaa), bytes, Buffer.alloc(7)])),
    );
    const { found } = searchFolder(everything, TRACES);
    for (const { what } of TRACES) expect(found.some((line) => line.startsWith(inside) && line.endsWith(what))).toBe(true);
    rmSync(folder, { recursive: true });
    writeFileSync(join(everything, name), '');
    expect(searchFolder(everything, TRACES).found.join()).toContain('the name of');
    rmSync(join(everything, name));
    expect(searchFolder(everything, TRACES).found).toEqual([]);
  });
});

describe('a visit with a card', () => {
  test('while the person stands there, the page knows the name, and never the number', async () => {
    await resident.asksForTicket();
    await resident.taps('打开键盘');
    await resident.types(TYPED);
    expect(tracesIn(await heap(), TYPED_TRACES)).not.toEqual([]);
    await resident.taps('清空');
    await resident.taps('不清楚，帮我选');
    await resident.taps('刷身份证取号');
    await resident.putsCard(PERSON.key);
    await resident.reads(/您好$/);
    const known = tracesIn(await heap(), TRACES);
    expect(known.length).toBeGreaterThan(0);
    expect(known.filter((what) => /number|address|birth/.test(what))).toEqual([]);
  });

  test('after it, nothing of the person is in the page, in its memory or in what the browser keeps for it', async () => {
    await resident.taps('取号');
    const { label } = await resident.ticket();
    expect((await demo.dock.slips())[0]!.text.join()).toContain(name);
    await new CenterRecords(demo).ticket(label, 'printed');
    await resident.leaves('完成');
    await demo.dock.takeCard();
    await demo.dock.takeSlips();

    expect(tracesIn(Buffer.from(await resident.page.content()), TRACES)).toEqual([]);
    expect(tracesIn(await stored(), TRACES)).toEqual([]);
    const left = await heap();
    // It was a real heap, of this page.
    expect(tracesIn(left, tracesOf({ page: '触摸屏幕开始' }))).not.toEqual([]);
    expect(tracesIn(left, TRACES)).toEqual([]);
    expect(tracesIn(left, TYPED_TRACES)).toEqual([]);
    expect(resident.complaints).toEqual([]);
  });

  test('nothing of the person is in any file of the run: store, keys, logs, center, profile, temporary files', async () => {
    const running = searchFolder(everything, TRACES);
    expect(running.found).toEqual([]);
    // What it searched is what it meant to.
    const files = readdirSync(data, { recursive: true }).map(String);
    for (const file of [
      'kiosk/store/yichuang.db',
      'kiosk/store/yichuang.db-wal',
      'kiosk/keys/terminal.key',
      'kiosk/log/kiosk.log',
      'center.log',
    ])
      expect(files).toContain(file);
    expect(readFileSync(join(data, 'kiosk/store/yichuang.db-wal')).includes(Buffer.from('不清楚，由窗口帮您选'))).toBe(true);
    expect(readdirSync(profile)).toContain('Default');
    expect(running.files).toBeGreaterThan(100);
    expect(demo.stdout()).not.toContain(name);

    // Once more when all have closed what they had open, and written what they had kept back.
    await context.close();
    await demo.stop();
    await until('nobody writes any more', () => !readdirSync(data).includes('running.json'));
    expect(searchFolder(everything, TRACES).found).toEqual([]);
    expect(searchFolder(everything, TYPED_TRACES).found).toEqual([]);
  });
});
