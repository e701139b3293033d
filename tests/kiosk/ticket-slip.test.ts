import { describe, expect, it } from 'vitest';
import { layOut } from '../../drivers/ticket-printer/escpos/commands.ts';
import { loadPaperFont } from '../../drivers/ticket-printer/escpos/font.ts';
import { PRINTER_MODELS } from '../../drivers/ticket-printer/escpos/models.ts';
import catalogueData from '../../main/demo/data/catalogue.json' with { type: 'json' };
import { hallDaySchema, instantOf } from '../../src/domain/hall-day.ts';
import { catalogueSchema, type Matter } from '../../src/domain/matter.ts';
import { ticketSchema } from '../../src/domain/ticket.ts';
import { ticketSlip } from '../../src/kiosk/ticket-slip.ts';
import type { Wait } from '../../src/kiosk/view.ts';
import { createWords } from '../../src/words/words.ts';
import { K01, hallFor } from '../support/people-and-halls.ts';

/** What stands on the slip of a ticket, line by line, as the printer gets it. */
const font = loadPaperFont();
const catalogue = catalogueSchema.parse(catalogueData);
const day = hallDaySchema.parse('2025-11-24');
const SOME: Wait = { ahead: 3, minutes: { from: 10, to: 15 } };

function linesOf(width: keyof typeof PRINTER_MODELS, matter: Matter | null, wait = SOME, copy = 0): string[] {
  const ticket = ticketSchema.parse({
    id: '01936f5e-7c00-7000-8000-0000000000aa',
    hall: hallFor().code,
    terminal: K01,
    day,
    class: 'A',
    number: 12,
    matterId: matter?.id ?? null,
    matterName: matter?.name ?? '不清楚，由窗口帮您选',
    priority: 'none',
    holder: null,
    issuedBy: 'resident',
    issuedAt: instantOf(day, '09:41'),
    state: 'waiting',
    calls: 0,
    lastCalledAt: null,
    window: null,
    calledEpoch: null,
    closedAt: null,
    print: 'planned',
    revision: 1,
  });
  const commands = layOut(ticketSlip(createWords(), hallFor(), catalogue, ticket, copy, wait), PRINTER_MODELS[width], font);
  return commands.flatMap((command) => (command.do === 'text' ? [command.text] : []));
}
const matter = (name: string): Matter => catalogue.matters.find((one) => one.name === name)!;

describe.each(['escpos-80', 'escpos-58'] as const)('a slip on %s', (width) => {
  it.each([
    [SOME, '等候      前面3人，约10-15分钟'],
    [{ ahead: 12, minutes: null }, '等候      前面12人，暂无法估计'],
    [{ ahead: 0, minutes: null }, '等候      前面没有人，请留意叫号'],
    [{ ahead: 0, minutes: { from: 0, to: 5 } }, '等候      前面没有人，请留意叫号'],
    [{ ahead: 1, minutes: { from: 0, to: 5 } }, '等候      前面1人，5分钟以内'],
    [{ ahead: 40, minutes: { from: 125, to: 180 } }, '等候      前面40人，2小时以上'],
  ])('tells the wait %j in one line', (wait, line) => {
    expect(linesOf(width, matter('高龄津贴申领'), wait)).toContain(line);
  });

  it('names the matter, and leaves what to bring to the window where nobody knows it', () => {
    expect(linesOf(width, null)).toEqual(expect.arrayContaining(['要办的事  不清楚，由窗口帮您选', '请带好    由窗口告诉您']));
  });

  it('says how often it was printed again, without a space', () => {
    expect(linesOf(width, null, SOME, 1)).toContain('补打第1次');
  });

  it.each(catalogue.matters.map(({ name }) => name))('%s: each thing to bring is whole on a line of its own', (name) => {
    const lines = linesOf(width, matter(name)).map((line) => line.replace(/^请带好 {4}/, '').trim());
    // Wider than 58 mm paper can be: that one alone takes two lines.
    const fits = matter(name).bring.filter((thing) => thing.length <= (width === 'escpos-58' ? 15 : 19));
    for (const thing of fits) expect(lines).toContain(thing);
  });
});
