import { describe, expect, test } from 'vitest';
import { CANDIDATES_MAX, candidates, findMatters, normaliseQuery, wordsOf } from '../../src/domain/find-matters.ts';
import { matterSchema, type Matter } from '../../src/domain/matter.ts';

const matter = (id: string, name: string, pinyin: string, words: [string, string][], more: Partial<Matter> = {}): Matter =>
  matterSchema.parse({
    id,
    name,
    pinyin,
    plain: '说明',
    bring: [],
    common: false,
    words: words.map(([text, reading]) => ({ text, pinyin: reading })),
    ...more,
  });

const matters = [
  matter('M06', '高龄津贴', 'gao ling jin tie', [
    ['养老', 'yang lao'],
    ['老人补贴', 'lao ren bu tie'],
  ]),
  matter(
    'M08',
    '城乡居民基本养老保险参保登记',
    'cheng xiang ju min ji ben yang lao bao xian can bao deng ji',
    [
      ['养老', 'yang lao'],
      ['社保', 'she bao'],
    ],
    { common: true },
  ),
  matter('M11', '城乡居民医保参保登记', 'cheng xiang ju min yi bao can bao deng ji', [
    ['医疗', 'yi liao'],
    ['医保', 'yi bao'],
  ]),
  matter(
    'M01',
    '最低生活保障申请',
    'zui di sheng huo bao zhang shen qing',
    [
      ['低保', 'di bao'],
      ['困难', 'kun nan'],
    ],
    { plain: '收入低于当地标准的家庭按月领补助' },
  ),
  matter('M17', '居住证申领', 'ju zhu zheng shen ling', [['暂住证', 'zan zhu zheng']]),
  matter('M30', '65岁老人公交卡', 'liu shi wu sui lao ren gong jiao ka', [['公交卡', 'gong jiao ka']]),
];
const found = (typed: string): string[] => findMatters(typed, matters).map(({ id }) => id);

describe('a resident finds a matter', () => {
  test.each([
    ['居住证', 'M17', 'by its name in Chinese'],
    ['住证', 'M17', 'by a part of its name'],
    ['低保', 'M01', 'by what people call it'],
    ['juzhuzheng', 'M17', 'by whole pinyin'],
    ['juzhuzh', 'M17', 'with the last syllable half typed'],
    ['jzz', 'M17', 'by initials'],
    ['jzhzh', 'M17', 'by initials of two letters'],
    ['居zz', 'M17', 'by Chinese and initials together'],
    ['低bao', 'M01', 'by Chinese and pinyin together'],
    ['DiBao', 'M01', 'whatever the capitals'],
    ['di bao', 'M01', 'whatever the spaces'],
    ['ｄｂ', 'M01', 'in full-width letters'],
    ['我想办低保', 'M01', 'with a whole sentence'],
    ['按月领补助', 'M01', 'by its plain description'],
    ['65岁', 'M30', 'by a figure in its name'],
    ['gongjiaoka', 'M30', 'by pinyin although its name has figures in it'],
  ])('%s → %s: %s', (typed, id) => {
    expect(found(typed)[0]).toBe(id);
  });

  test('what fits the name comes before what fits a word, and whole words before parts', () => {
    expect(found('养老')).toEqual(['M08', 'M06']);
    expect(found('医保')[0]).toBe('M11');
  });

  test('among equals the common one comes first', () => {
    expect(found('shebao')).toEqual(['M08']);
    expect(found('yl')[0]).toBe('M08');
  });

  test('nothing typed, or nothing but punctuation, finds nothing', () => {
    expect(found('')).toEqual([]);
    expect(found(' ，。')).toEqual([]);
  });

  test('what nobody calls anything finds nothing', () => {
    expect(found('xyzxyz')).toEqual([]);
    expect(found('火箭')).toEqual([]);
  });

  test('a very long query is cut, not refused', () => {
    expect([...normaliseQuery('低'.repeat(500))]).toHaveLength(20);
  });
});

describe('letters on the screen become Chinese', () => {
  const words = wordsOf(matters);

  test('initials offer every word that begins so, the most used first', () => {
    expect(candidates('yl', words).slice(0, 2)).toEqual(['养老', '医疗']);
  });

  test('whole pinyin comes before longer words', () => {
    expect(candidates('lao', words)).toEqual(['老人补贴', '养老']);
    expect(candidates('dibao', words)).toEqual(['低保']);
  });

  test('each word is offered once', () => {
    expect(words.filter(({ text }) => text === '养老')).toHaveLength(1);
  });

  test('Chinese, or nothing, offers nothing', () => {
    expect(candidates('养', words)).toEqual([]);
    expect(candidates('', words)).toEqual([]);
  });

  test('the offer has a limit', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ text: `养${i}`, pinyin: 'yang' }));
    expect(candidates('y', many)).toHaveLength(CANDIDATES_MAX);
  });
});
