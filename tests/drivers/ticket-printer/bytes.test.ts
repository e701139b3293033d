import { describe, expect, it } from 'vitest';
import {
  ASK_PAPER_IN_TURN,
  askStatus,
  BAND_ROWS_MAX,
  CLEAR_BUFFER,
  encode,
  jobBytes,
  qrBytes,
  rasterBytes,
  recoveryBytes,
} from '../../../drivers/ticket-printer/escpos/bytes.ts';
import { bytesOfCharacter, holds, plainText } from '../../../drivers/ticket-printer/escpos/character-set.ts';
import { layOut } from '../../../drivers/ticket-printer/escpos/commands.ts';
import { PRINTER_MODELS } from '../../../drivers/ticket-printer/escpos/models.ts';
import { oneBit } from '../../../drivers/ticket-printer/escpos/raster.ts';
import { SeededRandom } from '../../support/clock-by-hand.ts';
import { font, hex, slip, ticket } from './sample-slips.ts';

const model = PRINTER_MODELS['escpos-80'];

describe('the bytes a slip is sent as', () => {
  it('asks for a QR code as the documented example does', () => {
    // devices sheet B1, computed there for "T-20250101-A023", module 6, error correction M.
    expect(hex(qrBytes('T-20250101-A023', 6))).toBe(
      '1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31 1D 28 6B 12 00 31 50 30 ' +
        '54 2D 32 30 32 35 30 31 30 31 2D 41 30 32 33 1D 28 6B 03 00 31 51 30',
    );
  });

  it('heads a raster of 384 dots and 24 rows with 1D 76 30 00 30 00 18 00, and 1152 bytes follow', () => {
    // devices sheet B1, "raster".
    const bytes = rasterBytes(oneBit({ widthDots: 384, heightDots: 24 }, () => false));
    expect(hex(bytes.slice(0, 8))).toBe('1D 76 30 00 30 00 18 00');
    expect(bytes.length).toBe(8 + 1152);
  });

  it('sends a tall picture in bands that a small buffer holds', () => {
    const bytes = rasterBytes(oneBit({ widthDots: 576, heightDots: 100 }, () => true));
    expect(bytes.length).toBe(3 * 8 + 100 * 72);
    expect(BAND_ROWS_MAX * 72).toBeLessThan(4096);
  });

  it('begins by initialising, with automatic status off and Chinese characters on, and ends by asking for paper in its turn', () => {
    const bytes = jobBytes(layOut(slip([{ kind: 'text', text: '取号' }]), model, font), model);
    expect(hex(bytes)).toBe(
      // ESC @, GS a 0, FS & · ESC 3 36 · 取号 in GB 2312 · LF · ESC J 40 · GS V 66 0 · GS r 1
      '1B 40 1D 61 00 1C 26 1B 33 24 C8 A1 BA C5 0A 1B 4A 28 1D 56 42 00 1D 72 01',
    );
    expect(hex(ASK_PAPER_IN_TURN)).toBe('1D 72 01');
    expect(hex(askStatus(4))).toBe('10 04 04');
    expect(hex(CLEAR_BUFFER)).toBe('10 14 08 01 03 14 01 06 02 08');
  });

  it('sets size and weight once for a run of lines, and aligns only at the beginning of a line', () => {
    const commands = layOut(
      slip([
        { kind: 'text', text: '一', size: 2, bold: true, align: 'center' },
        { kind: 'text', text: '二', size: 2, bold: true, align: 'center' },
      ]),
      model,
      font,
    );
    expect(hex(encode(commands, model))).toContain('1B 61 01 1B 33 40 1D 21 11 1B 45 01 D2 BB 0A B6 FE 0A');
  });

  it('keeps to what a ROM of each level holds', () => {
    // 䶮 = FE9F is GB18030 only, 㐀 = 8139EE39 and 𠮷 = 9534B235 have four bytes (devices sheet B1).
    expect(hex(bytesOfCharacter('䶮', 'gb18030-two-byte') ?? [])).toBe('FE 9F');
    expect(bytesOfCharacter('㐀', 'gb18030-two-byte')).toBeUndefined();
    expect(bytesOfCharacter('𠮷', 'gb18030-two-byte')).toBeUndefined();
    expect(bytesOfCharacter('䶮', 'gb2312')).toBeUndefined();
    expect(bytesOfCharacter('镕', 'gb2312')).toBeUndefined();
    expect(hex(bytesOfCharacter('镕', 'gbk') ?? [])).toBe('E9 46');
    expect(hex(bytesOfCharacter('·', 'gb2312') ?? [])).toBe('A1 A4');
    expect(holds('gb2312', '阿卜杜拉·买买提 2026-11-23，“约”12分钟（演示）')).toBe(true);
    // Narrow for us and wide in the ROM: such a line is drawn, or it would run over the edge.
    expect(bytesOfCharacter('α', 'gb2312')).toBeUndefined();
  });

  it('lets no control character of the data become a command', () => {
    const evil = '张\u001b@三\u0010\u0004\u0001\u001dV\u0000\u200b\u202e四\r\n五';
    expect(plainText(evil)).toBe('张@三V四\n五');
    const bytes = encode(layOut(slip([{ kind: 'pair', label: '姓\u001b名', value: evil }]), model, font), model);
    expect(hex(bytes).match(/1B 40/g)).toHaveLength(1);
    expect(hex(bytes)).not.toContain('10 04');
  });

  it('never says a real-time command inside a picture, whatever the picture', () => {
    const random = new SeededRandom(4711);
    const speaks = oneBit({ widthDots: 576, heightDots: 200 }, () => false);
    for (let i = 0; i < speaks.bytes.length; i++) speaks.bytes[i] = [0x10, 0x04, 0x05, 0x14, 0x01][random.below(5)]!;
    const before = hex(speaks.bytes).match(/10 (04|05|14)/g);
    expect(before?.length).toBeGreaterThan(100);
    expect(hex(rasterBytes(speaks))).not.toMatch(/10 (04|05|14)/);
    for (const number of ['A012', 'B888', 'C410'])
      expect(hex(jobBytes(layOut(ticket(number, '王𬸪䶮'), model, font), model))).not.toMatch(/10 (04|05|14)/);
  });

  it('fills up the longest picture that may have been cut off, before anything else is said to that printer', () => {
    const bytes = recoveryBytes(model, true, 2);
    expect(bytes.findIndex((byte) => byte !== 0)).toBeGreaterThanOrEqual(BAND_ROWS_MAX * 72);
    expect(hex(bytes.slice(bytes.findIndex((byte) => byte !== 0)))).toBe('1B 40 1D 61 00 1C 26 1B 4A FF 1D 56 42 00 1D 72 01 1D 72 01');
  });
});
