import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { jobBytes } from '../../../drivers/ticket-printer/escpos/bytes.ts';
import { layOut } from '../../../drivers/ticket-printer/escpos/commands.ts';
import { PRINTER_MODELS, type PrinterModel } from '../../../drivers/ticket-printer/escpos/models.ts';
import { type Picture, picturePng, pictureSvg } from '../../../drivers/ticket-printer/escpos/picture.ts';
import { dotAt } from '../../../drivers/ticket-printer/escpos/raster.ts';
import { PrinterSimulator, type PrintedSlip } from '../../../drivers/ticket-printer/escpos/simulator.ts';
import { slipSvg, slipText } from '../../../drivers/ticket-printer/escpos/slip-svg.ts';
import { wrapCentred, wrapLeft } from '../../../drivers/ticket-printer/escpos/wrap.ts';
import { memoryPair } from '../../../drivers/link/memory.ts';
import type { PaperDocument } from '../../../src/devices/paper.ts';
import { columnsOf } from '../../../src/basics/columns.ts';
import { settle } from '../../support/clock-by-hand.ts';
import { font, LONG_NAME, ofKind, RARE_NAMES, slip, ticket } from './sample-slips.ts';

const MODELS = Object.values(PRINTER_MODELS);

/** The bytes of a document, sent to a simulated printer and read back from its paper. */
async function printed(document: PaperDocument, model: PrinterModel): Promise<{ slip: PrintedSlip; unknown: readonly string[] }> {
  const simulator = new PrinterSimulator({ model });
  const [host, device] = memoryPair();
  simulator.attach(device);
  await host.write(jobBytes(layOut(document, model, font), model));
  await settle();
  return { slip: simulator.slips()[0]!, unknown: simulator.unknownCommands() };
}

const readQr = (picture: Picture): string | undefined =>
  jsQR(new Uint8ClampedArray(picture.pixels), picture.widthDots, picture.heightDots)?.data;
const rightmostInk = (picture: Picture): number => {
  for (let x = picture.widthDots - 1; x >= 0; x--) {
    for (let y = 0; y < picture.heightDots; y++) if (picture.pixels[4 * (y * picture.widthDots + x)]! < 128) return x;
  }
  return -1;
};

describe.each(MODELS)('a queue ticket on $paperWidthMm mm paper', (model) => {
  it('says on paper, read back from the bytes, what the document says, and is cut off', async () => {
    const { slip: out, unknown } = await printed(ticket('A012'), model);
    expect(out.cut).toBe('partial');
    expect(unknown).toEqual([]);
    const text = slipText(out).join('').replaceAll(/\s/g, '');
    for (const words of [
      '草桥口社区便民服务大厅（演示）',
      '前面还有3人等候',
      '城乡居民最低生活保障对象认定与审核确认',
      '阿卜杜拉·买买提',
      '2026-11-2309:05',
      '户口簿原件',
      '0537-2345678',
    ]) {
      expect(text, words).toContain(words);
    }
    expect(ofKind(out, 'qr')).toMatchObject([{ data: 'https://example.invalid/t/A012', errorCorrection: 'M', align: 'center' }]);
    const heading = ofKind(out, 'text')[0]!;
    expect(heading.align).toBe('center');
    expect(heading.spans[0]).toMatchObject({ widthTimes: 2, heightTimes: 2, bold: true });
  });

  it('has its number at least 12 mm high, in dots that are black or white, within the paper', () => {
    for (const number of ['A012', 'A1', 'W99999', '优0123', 'MWMWMW']) {
      const drawn = layOut(slip([{ kind: 'number', text: number }]), model, font)[0]!;
      if (drawn.do !== 'raster') throw new Error('the number is drawn');
      const rows: number[] = [];
      const columns: number[] = [];
      for (let y = 0; y < drawn.image.heightDots; y++) {
        for (let x = 0; x < drawn.image.widthDots; x++)
          if (dotAt(drawn.image, x, y)) {
            rows.push(y);
            columns.push(x);
          }
      }
      const top = rows[0]!;
      const bottom = rows.at(-1)!;
      expect((bottom - top + 1) / model.dotsPerMm, number).toBeGreaterThanOrEqual(12);
      expect(top, number).toBeGreaterThan(0);
      expect(bottom, number).toBeLessThan(drawn.image.heightDots - 1);
      expect(
        columns.reduce((a, b) => Math.min(a, b)),
        number,
      ).toBeGreaterThan(0);
      expect(
        columns.reduce((a, b) => Math.max(a, b)),
        number,
      ).toBeLessThan(model.widthDots - 1);
    }
  });

  it.each([
    ...RARE_NAMES,
    '阿卜杜拉·买买提',
    LONG_NAME,
    'Ａ'.repeat(60),
    'https://a-very-long-address.example.invalid/'.repeat(4),
    '№α≤Ω'.repeat(9),
    '𠮷😀 ﷽'.repeat(5),
  ])('keeps %s within the paper', async (name) => {
    const { slip: out, unknown } = await printed(
      slip([
        { kind: 'text', text: name, size: 3, align: 'center' },
        { kind: 'text', text: name, size: 2, bold: true },
        { kind: 'text', text: name },
        { kind: 'pair', label: '申请人姓名', value: name },
        { kind: 'pair', label: '一个特别长的标签占去一半多的纸宽', value: name },
        { kind: 'qr', data: name },
      ]),
      model,
    );
    expect(unknown).toEqual([]);
    for (const line of ofKind(out, 'text')) expect(line.overflowed).toBe(false);
    for (const line of ofKind(out, 'raster')) {
      expect(line.lostDots).toBe(0);
      expect(line.widthBytes * 8).toBe(model.widthDots);
    }
    expect(slipText(out).join('')).not.toContain('□');
    expect(ofKind(out, 'qr')[0]!.data).toBe(name);
  });

  it('never lets the longest label stand without a gap before its value', () => {
    for (const block of layOut(
      slip([
        { kind: 'pair', label: '预计等候时间', value: '约12分钟' },
        { kind: 'pair', label: '事项', value: '取号' },
      ]),
      model,
      font,
    )) {
      if (block.do === 'text') expect(block.text).toMatch(/^(预计等候时间 {2}约12分钟|事项 {10}取号)$/);
    }
  });

  it('shows in its picture, and on the paper that came out, a code that an independent reader reads', async () => {
    for (const data of ['https://example.invalid/t/01930f2e-7c1a-7b3e-9f00-1234567890ab', '草桥口社区（演示）A012', 'x'.repeat(300)]) {
      const document = slip([
        { kind: 'text', text: '扫码查看' },
        { kind: 'qr', data },
        { kind: 'text', text: '下面的字' },
      ]);
      const meant = picturePng(pictureSvg(layOut(document, model, font), model, font), font);
      expect(meant.widthDots).toBe(model.widthDots);
      expect(readQr(meant)).toBe(data);
      const out = picturePng(slipSvg((await printed(document, model)).slip, model.widthDots, font), font);
      expect(readQr(out)).toBe(data);
    }
  });

  it('gives the same code drawn, where a printer has no codes of its own', async () => {
    const plain: PrinterModel = { ...model, qr: 'raster' };
    const { slip: out } = await printed(slip([{ kind: 'qr', data: 'T-20250101-A023' }]), plain);
    expect(ofKind(out, 'qr')).toEqual([]);
    expect(readQr(picturePng(slipSvg(out, model.widthDots, font), font))).toBe('T-20250101-A023');
  });

  it('looks on the paper that came out as it looked in the picture', async () => {
    const document = ticket('A012', '王𬸪㛃');
    const meant = picturePng(pictureSvg(layOut(document, model, font), model, font), font);
    const { slip: out } = await printed(document, model);
    const came = picturePng(slipSvg(out, model.widthDots, font), font);
    // The cutter feeds a little more than the picture shows.
    expect(came.heightDots).toBeGreaterThanOrEqual(meant.heightDots);
    let differing = 0;
    for (let i = 0; i < meant.pixels.length; i += 4) if (Math.abs(meant.pixels[i]! - came.pixels[i]!) > 64) differing++;
    expect(differing).toBeLessThan(20);
    expect(rightmostInk(came)).toBeLessThan(model.widthDots);
  });
});

describe('line breaks', () => {
  it('breaks a heading between words, and before a bracket', () => {
    expect(wrapCentred('草桥口社区便民服务大厅（演示）', 24)).toEqual(['草桥口社区便民服务大厅', '（演示）']);
    expect(wrapCentred('草桥口社区便民服务大厅（演示）', 16)).toEqual(['草桥口社区便民', '服务大厅（演示）']);
  });

  it('keeps a telephone number whole, and leaves no line to a full stop', () => {
    expect(wrapCentred('监督电话 0537-2345678，办公电话 0537-8765432', 32)).toEqual(['监督电话 0537-2345678，', '办公电话 0537-8765432']);
    for (let columns = 10; columns <= 48; columns++) {
      const lines = wrapLeft('1. 户口簿原件；2. 居民身份证原件；3. 家庭成员收入证明（近三个月）。', columns);
      expect(lines.every((line) => columnsOf(line) <= columns)).toBe(true);
      expect(
        lines.every((line) => !/^[，。；：）]/.test(line) && !line.endsWith('（')),
        lines.join('|'),
      ).toBe(true);
    }
  });

  it('gives a long name a line of its own where it is whole there', () => {
    const texts = layOut(
      slip([
        { kind: 'pair', label: '取号时间', value: '09:05' },
        { kind: 'pair', label: '姓名', value: '买合木提江阿卜杜热依木托合提尼亚孜库尔班' },
      ]),
      PRINTER_MODELS['escpos-80'],
      font,
    ).flatMap((c) => (c.do === 'text' ? [c.text] : []));
    expect(texts).toEqual(['取号时间  09:05', '姓名', '  买合木提江阿卜杜热依木托合提尼亚孜库尔班']);
  });
});
