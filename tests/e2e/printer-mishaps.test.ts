import { describe, expect, test } from 'vitest';
import { numberStripe, paperShows } from '../support/paper-shows.ts';
import { residentRig } from '../support/resident-rig.ts';
import { TICKET_LABEL } from '../support/resident.ts';
import { until } from '../support/until.ts';

/**
 * Whatever the printer does: the number is saved and stands large on the screen, the record says what became of the
 * slip, nothing comes out later by itself, and when all is well again the next slip is printed.
 */
const hall = residentRig();
/** A number to be read from two metres away. */
const NUMBER_PX_MIN = 150;
/** What is unfinished would come out within this time, if it came. */
const COMES_OUT_MS = 1_500;

const NOT_PRINTED = { title: '取号成功，请记住号码', at: 'not-printed', print: 'not-printed' } as const;
const UNCERTAIN = { title: '取号成功，请看屏幕号码', at: 'print-unknown', print: 'unknown' } as const;

async function expectTicket(what: typeof NOT_PRINTED | typeof UNCERTAIN, hint: string | RegExp): Promise<string> {
  const { resident, center } = hall;
  await resident.reads(what.title);
  const label = await resident.number().innerText();
  expect(label).toMatch(TICKET_LABEL);
  expect((await resident.number().boundingBox())!.height).toBeGreaterThan(NUMBER_PX_MIN);
  const told = resident.page.getByRole('main').getByRole('status');
  await told.getByText(hint).waitFor();
  await told.getByText('需要凭条，请让窗口为您打印。', { exact: true }).waitFor();
  expect(await center.ticket(label, what.at)).toMatchObject({ print: what.print, state: 'waiting' });
  return label;
}

/** What lies there with anything on it: the end of a torn slip is cut off blank before the next one. */
const written = async () => (await hall.demo.dock.slips()).filter(({ text }) => text.length > 0);

/** After everything is whole: nothing came out unattended, and the next ticket has a slip, its own and no other. */
async function expectBackToNormal(lying: number): Promise<void> {
  const { resident } = hall;
  await resident.page.waitForTimeout(COMES_OUT_MS);
  expect(await written()).toHaveLength(lying);
  await resident.leaves('记住了，完成');
  await expectNextSlip(lying);
}

async function expectNextSlip(lying: number): Promise<void> {
  const { resident, demo, browser } = hall;
  const next = await resident.takesTicket();
  expect(next.title).toBe('取号成功，请取走凭条');
  const slips = await written();
  expect(slips).toHaveLength(lying + 1);
  expect(await paperShows(browser, await demo.dock.picture(slips.at(-1)!.number), numberStripe(next.label))).toBe(true);
  expect(await hall.center.ticket(next.label, 'printed')).toMatchObject({ print: 'confirmed' });
}

/** The same for a printer that must be found again first: the start page tells when it is. */
async function expectFoundAgain(lying: number): Promise<void> {
  const { resident } = hall;
  await resident.leaves('记住了，完成');
  await resident.begins();
  await resident.page.getByText('暂时打印不了凭条，取号请记住屏幕上的号码').waitFor({ state: 'detached' });
  await resident.leaves();
  expect(await written()).toHaveLength(lying);
  await expectNextSlip(lying);
}

describe('nothing is printed, and it is known', () => {
  test('the paper is used up: the screen says so beforehand, and after it was changed the next slip comes', async () => {
    const { resident, demo } = hall;
    await demo.dock.paper('out');
    await resident.begins();
    await resident.page.getByText('凭条纸用完了，取号请记住屏幕上的号码').waitFor();
    await resident.taps(/^取号/);
    await resident.reads('您要办什么事？');
    await resident.taps(/^高龄津贴申领/);
    await resident.reads('这样取号可以吗？');
    await resident.taps('取号');
    await expectTicket(NOT_PRINTED, /^凭条纸用完了。号码有效/);
    expect(await demo.dock.slips()).toEqual([]);
    await demo.dock.paper('enough');
    await expectBackToNormal(0);
  });

  test('the cover is open', async () => {
    const { demo, resident } = hall;
    await demo.dock.cover('open');
    await resident.choosesMatter();
    await resident.taps('取号');
    await expectTicket(NOT_PRINTED, /^凭条没有打印出来。号码有效/);
    expect(await demo.dock.slips()).toEqual([]);
    await demo.dock.cover('closed');
    await expectBackToNormal(0);
  });

  test('the printer says nothing at all', async () => {
    const { demo, resident } = hall;
    await resident.choosesMatter();
    await demo.dock.printerFault('silent');
    await resident.taps('取号');
    await expectTicket(NOT_PRINTED, /^凭条没有打印出来。号码有效/);
    await demo.dock.printerFault(null);
    await expectBackToNormal(0);
  });

  test('the cable is out', async () => {
    const { resident, demo } = hall;
    await demo.dock.printerFault('unplugged');
    await resident.choosesMatter();
    await resident.page.getByText('暂时打印不了凭条，取号请记住屏幕上的号码').waitFor();
    await resident.taps('取号');
    await expectTicket(NOT_PRINTED, /^凭条没有打印出来。号码有效/);
    await demo.dock.printerFault(null);
    await expectFoundAgain(0);
  });
});

describe('something may have come out, and that is said', () => {
  const uncertainHint = '凭条可能没打完整，号码以屏幕为准。';

  test('the paper ends in the middle of a slip: after it was changed, the rest does not come out', async () => {
    const { demo, resident } = hall;
    await resident.choosesMatter();
    await demo.dock.printerFault('paper-ends-mid-slip');
    await resident.taps('取号');
    await expectTicket(UNCERTAIN, uncertainHint);
    const [torn, ...more] = await demo.dock.slips();
    expect(more).toEqual([]);
    expect(torn!.cut).toBe(false);
    await demo.dock.paper('enough');
    await resident.page.waitForTimeout(COMES_OUT_MS);
    expect((await demo.dock.slips())[0]!.text).toEqual(torn!.text);
    await expectBackToNormal(1);
  });

  test('the printer goes dead in the middle of a slip', async () => {
    const { demo, resident } = hall;
    await resident.choosesMatter();
    await demo.dock.printerFault('cut-mid-slip');
    await resident.taps('取号');
    await expectTicket(UNCERTAIN, uncertainHint);
    const lying = (await written()).length;
    await expectFoundAgain(lying);
  });

  test('the printer falls silent in the middle of a slip', async () => {
    const { demo, resident } = hall;
    await resident.choosesMatter();
    await demo.dock.printerFault('silent-mid-slip');
    await resident.taps('取号');
    // The number is there at once, however long the printer is waited for.
    await resident.reads('正在打印凭条');
    expect(await resident.number().innerText()).toMatch(TICKET_LABEL);
    await expectTicket(UNCERTAIN, uncertainHint);
    const lying = (await written()).length;
    await demo.dock.printerFault(null);
    await expectBackToNormal(lying);
  });

  test('the device process dies while a slip is printed', async () => {
    const { demo, resident } = hall;
    await resident.choosesMatter();
    await demo.dock.printerFault('silent-mid-slip');
    await resident.taps('取号');
    await resident.reads('正在打印凭条');
    await until('the slip is on its way', async () => (await demo.dock.slips()).length > 0);
    const { devices } = (await demo.dock.state()).kiosk;
    await demo.dock.killDevices();
    await expectTicket(UNCERTAIN, uncertainHint);
    await until('another device process runs', async () => {
      const now = (await demo.dock.state()).kiosk.devices;
      return now !== null && now !== devices;
    });
    const lying = (await written()).length;
    await demo.dock.printerFault(null);
    await expectFoundAgain(lying);
  });
});
