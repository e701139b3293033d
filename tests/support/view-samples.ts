import { instantOf, hallDaySchema } from '../../src/domain/hall-day.ts';
import { cardTroubleKindSchema, viewSchema, type Screen, type View } from '../../src/kiosk/view.ts';
import type { z } from 'zod';

/**
 * Every screen that the View can show, with the variants that make a layout suffer: long names, rare characters, a
 * full hall, a missing device, a ringing help call, a warning. Exhaustive by type: a new kind of screen does not
 * compile until it has a sample.
 */
export interface Sample {
  /** For the screenshot's name. */
  readonly name: string;
  readonly view: View;
}

type Change = {
  readonly chrome?: Partial<View['chrome']>;
  readonly idle?: View['idle'];
  readonly screen?: Partial<Record<string, unknown>>;
};

const DAY = hallDaySchema.parse('2025-11-23');
const NOW = instantOf(DAY, '09:41');
const VISIT = '01936f5e-7c00-7000-8000-000000000001';
const TICKET = '01936f5e-7c00-7000-8000-0000000000aa';

const CHROME: z.input<typeof viewSchema>['chrome'] = {
  hallName: '草桥口社区（演示）',
  terminal: 'K01',
  hotline: '0537-0000000（演示）',
  zone: '自助服务区',
  demo: true,
  now: NOW,
  waiting: 3,
  windowsOpen: 4,
  canGoBack: true,
  canLeave: true,
  help: 'quiet',
  missing: [],
};
const RESTING = { canGoBack: false, canLeave: false };
const LONG_HALL = '任城区阜桥街道草桥口社区党群服务中心便民服务大厅';

const sample = (name: string, screen: z.input<typeof viewSchema>['screen'], change: Change = {}): Sample => ({
  name,
  view: viewSchema.parse({
    visitId: VISIT,
    revision: 1,
    screen: { ...screen, ...change.screen },
    chrome: { ...CHROME, ...change.chrome },
    idle: change.idle ?? null,
  }),
});

const bring = ['身份证', '户口簿', '本人银行卡或社保卡'];
const matter = { id: 'M06', name: '高龄津贴申领', bring };
const longMatter = {
  id: 'M19',
  name: '城乡居民基本养老保险和困难残疾人生活补贴资格联合认定及登记申请',
  bring: [
    '身份证',
    '户口簿',
    '家庭收入和财产声明',
    '核对授权书（成年家人签字）',
    '住址、就业或就读证明之一（三选一）',
    '就业失业登记表（现场填）',
  ],
};
const longMatter30 = { ...longMatter, name: longMatter.name.slice(0, 30) };
const unsure = { id: null, name: '不清楚，由窗口帮您选', bring: [] };
const wait = { ahead: 3, minutes: { from: 10, to: 15 } };
const soon = { ahead: 0, minutes: { from: 0, to: 5 } };
const unknownWait = { ahead: 12, minutes: null };
const endless = { ahead: 999, minutes: { from: 480, to: 720 } };

const read = {
  kind: 'card-read' as const,
  name: '张敏',
  sex: 'female' as const,
  ageYears: 40,
  offerPriority: false,
  priority: false,
  matter,
  wait,
  priorityWait: soon,
};
const ticket = {
  kind: 'ticket' as const,
  ticketId: TICKET,
  label: 'A012',
  day: DAY,
  matter,
  priority: 'none' as const,
  name: null,
  wait,
  slip: { kind: 'printed' as const },
  issuedAt: NOW,
};
/** Twenty characters and more, with a dot, and characters that system fonts lack. */
export const LONG_NAME = '阿卜杜热合曼·阿卜杜拉·买买提艾力·买合木提江';
export const RARE_NAMES = ['𬸪䶮', '㛃𠅤', '曌'] as const;

export const VIEW_SAMPLES: Readonly<Record<Screen['kind'], readonly Sample[]>> = {
  attract: [
    sample('attract', { kind: 'attract' }, { chrome: RESTING }),
    sample(
      'attract-long-hall-full',
      { kind: 'attract' },
      { chrome: { ...RESTING, hallName: LONG_HALL, waiting: 999, windowsOpen: 12, help: 'ringing' } },
    ),
    sample('attract-heard', { kind: 'attract' }, { chrome: { ...RESTING, help: 'heard' } }),
    sample(
      'attract-empty',
      { kind: 'attract' },
      { chrome: { ...RESTING, demo: false, hallName: '草桥口社区', waiting: 0, windowsOpen: null } },
    ),
  ],
  closed: [
    sample('closed-today', { kind: 'closed', opens: { day: DAY, time: '13:30', today: true } }, { chrome: RESTING }),
    sample(
      'closed-another-day',
      { kind: 'closed', opens: { day: hallDaySchema.parse('2025-12-24'), time: '08:30', today: false } },
      { chrome: { ...RESTING, hallName: LONG_HALL } },
    ),
    sample('closed-unplanned', { kind: 'closed', opens: null }, { chrome: RESTING }),
    sample('closed-ringing', { kind: 'closed', opens: null }, { chrome: { ...RESTING, help: 'ringing' } }),
  ],
  home: [
    sample('home', { kind: 'home', tiles: ['take-ticket'] }),
    sample(
      'home-full-hall',
      { kind: 'home', tiles: ['take-ticket'] },
      { chrome: { hallName: LONG_HALL, waiting: 999, windowsOpen: null, help: 'heard' } },
    ),
    sample('home-everything-missing', { kind: 'home', tiles: ['take-ticket'] }, { chrome: { missing: ['slip-paper', 'card-reader'] } }),
    sample('home-slip-paper-missing', { kind: 'home', tiles: ['take-ticket'] }, { chrome: { missing: ['slip-paper'] } }),
    sample('home-idle', { kind: 'home', tiles: ['take-ticket'] }, { idle: { secondsLeft: 24 } }),
  ],
  'choose-need': [
    sample('need', { kind: 'choose-need' }),
    sample('need-missing-and-ringing', { kind: 'choose-need' }, { chrome: { missing: ['slip-printer', 'card-reader'], help: 'ringing' } }),
    sample('need-idle', { kind: 'choose-need' }, { idle: { secondsLeft: 9 } }),
  ],
  'confirm-ticket': [
    sample('confirm', { kind: 'confirm-ticket', matter, priority: false, wait, priorityWait: soon }),
    sample('confirm-unsure', {
      kind: 'confirm-ticket',
      matter: unsure,
      priority: false,
      wait: unknownWait,
      priorityWait: { ahead: 2, minutes: null },
    }),
    sample(
      'confirm-long',
      { kind: 'confirm-ticket', matter: longMatter30, priority: true, wait: endless, priorityWait: endless },
      { chrome: { hallName: LONG_HALL, missing: ['slip-paper'], help: 'heard' } },
    ),
    sample(
      'confirm-without-reader',
      { kind: 'confirm-ticket', matter, priority: false, wait: soon, priorityWait: soon },
      { chrome: { missing: ['card-reader'] } },
    ),
  ],
  'card-notice': [
    sample('card-notice', { kind: 'card-notice' }),
    sample('card-notice-long-hall', { kind: 'card-notice' }, { chrome: { hallName: LONG_HALL, help: 'ringing', missing: ['slip-paper'] } }),
  ],
  'card-wait': [sample('card-wait', { kind: 'card-wait' }), sample('card-wait-idle', { kind: 'card-wait' }, { idle: { secondsLeft: 30 } })],
  'card-reading': [sample('card-reading', { kind: 'card-reading' })],
  'card-trouble': [
    ...cardTroubleKindSchema.options.map((trouble) =>
      sample(`card-trouble-${trouble}`, { kind: 'card-trouble', trouble, attemptsLeft: 2 }),
    ),
    sample('card-trouble-last', { kind: 'card-trouble', trouble: 'card-unreadable', attemptsLeft: 0 }),
  ],
  'card-read': [
    sample('card-read', read),
    sample('card-read-80', { ...read, name: '王桂兰', ageYears: 83, offerPriority: true }),
    sample(
      'card-read-80-long',
      { ...read, name: LONG_NAME, sex: 'male', ageYears: 90, offerPriority: true, matter: longMatter30, wait: unknownWait },
      { chrome: { hallName: LONG_HALL, missing: ['slip-printer'] } },
    ),
    sample('card-read-long', { ...read, name: LONG_NAME, sex: 'male', matter: longMatter30, wait: endless, priorityWait: unknownWait }),
    sample('card-read-declared', { ...read, priority: true }),
    ...RARE_NAMES.map((name, index) => sample(`card-read-rare-${index + 1}`, { ...read, name, sex: 'unknown' as const })),
  ],
  issuing: [sample('issuing', { kind: 'issuing' }, { chrome: { canGoBack: false, canLeave: false } })],
  ticket: [
    sample('ticket-printing', { ...ticket, slip: { kind: 'printing' } }, { chrome: { canGoBack: false } }),
    sample('ticket-printed', ticket, { chrome: { canGoBack: false } }),
    sample(
      'ticket-priority-named',
      { ...ticket, label: 'C999', priority: 'age', name: '王桂兰', wait: soon },
      { chrome: { canGoBack: false } },
    ),
    sample(
      'ticket-long',
      {
        ...ticket,
        name: LONG_NAME,
        priority: 'declared',
        matter: longMatter30,
        wait: endless,
        slip: { kind: 'not-printed', trouble: 'out-of-paper' },
      },
      { chrome: { canGoBack: false, hallName: LONG_HALL, missing: ['slip-paper'] } },
    ),
    sample('ticket-unsure', { ...ticket, matter: unsure, wait: unknownWait }, { chrome: { canGoBack: false } }),
    sample('ticket-rare-name', { ...ticket, name: RARE_NAMES[0] }, { chrome: { canGoBack: false } }),
    ...(['out-of-paper', 'cover-open'] as const).map((trouble) =>
      sample(
        `ticket-not-printed-${trouble}`,
        { ...ticket, slip: { kind: 'not-printed', trouble } },
        { chrome: { canGoBack: false, missing: [trouble === 'out-of-paper' ? 'slip-paper' : 'slip-printer'] } },
      ),
    ),
    sample(
      'ticket-uncertain',
      { ...ticket, name: '孔祥礼', slip: { kind: 'uncertain', trouble: 'cover-open' } },
      { chrome: { canGoBack: false, missing: ['slip-printer'] } },
    ),
    sample('ticket-idle', ticket, { chrome: { canGoBack: false }, idle: { secondsLeft: 12 } }),
  ],
  sorry: (['cannot-save', 'numbers-used-up', 'hall-closed'] as const).map((reason) => sample(`sorry-${reason}`, { kind: 'sorry', reason })),
  goodbye: [
    sample('goodbye', { kind: 'goodbye', takeCard: false, takeSlip: false }, { chrome: { canGoBack: false } }),
    sample('goodbye-card', { kind: 'goodbye', takeCard: true, takeSlip: false }, { chrome: { canGoBack: false } }),
    sample('goodbye-slip', { kind: 'goodbye', takeCard: false, takeSlip: true }, { chrome: { canGoBack: false } }),
    sample('goodbye-both', { kind: 'goodbye', takeCard: true, takeSlip: true }, { chrome: { canGoBack: false } }),
    sample('goodbye-ringing', { kind: 'goodbye', takeCard: false, takeSlip: true }, { chrome: { canGoBack: false, help: 'ringing' } }),
    sample('goodbye-heard', { kind: 'goodbye', takeCard: true, takeSlip: true }, { chrome: { canGoBack: false, help: 'heard' } }),
  ],
};

export const ALL_SAMPLES: readonly Sample[] = Object.values(VIEW_SAMPLES).flat();
