import { paperDocumentSchema, type PaperDocument } from '../../../src/devices/paper.ts';
import { loadPaperFont } from '../../../drivers/ticket-printer/escpos/font.ts';
import type { PrintedItem, PrintedSlip } from '../../../drivers/ticket-printer/escpos/simulator.ts';

/** Slips as the hall prints them, for the printer's tests. */
export const font = loadPaperFont();

/** A name of 20 characters, one of them in no printer's character set. */
export const LONG_NAME = '买合木提江·阿卜杜热依木·托合提尼亚孜·䶮';
export const RARE_NAMES = ['张䶮', '王𬸪', '李㛃', '赵𠅤'];

export const slip = (blocks: readonly unknown[]): PaperDocument => paperDocumentSchema.parse({ title: '取号凭条', blocks });

export const ticket = (number: string, name = '阿卜杜拉·买买提'): PaperDocument =>
  slip([
    { kind: 'text', text: '草桥口社区便民服务大厅（演示）', size: 2, bold: true, align: 'center' },
    { kind: 'rule' },
    { kind: 'number', text: number },
    { kind: 'text', text: '前面还有3人等候', size: 2, align: 'center' },
    { kind: 'rule' },
    { kind: 'pair', label: '事项', value: '城乡居民最低生活保障对象认定与审核确认' },
    { kind: 'pair', label: '姓名', value: name },
    { kind: 'pair', label: '取号时间', value: '2026-11-23 09:05' },
    { kind: 'rule' },
    { kind: 'text', text: '请带好', bold: true },
    { kind: 'text', text: '1. 户口簿原件；2. 居民身份证原件；3. 家庭成员收入证明（近三个月）。' },
    { kind: 'text', text: '监督电话 0537-2345678', align: 'center' },
    { kind: 'qr', data: `https://example.invalid/t/${number}` },
    { kind: 'space', lines: 1 },
  ]);

export const ofKind = <K extends PrintedItem['kind']>(printed: PrintedSlip, kind: K): Extract<PrintedItem, { kind: K }>[] =>
  printed.items.filter((item): item is Extract<PrintedItem, { kind: K }> => item.kind === kind);

export const hex = (bytes: Iterable<number>): string => Array.from(bytes, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ');
