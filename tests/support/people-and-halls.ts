import { hallSchema, terminalIdSchema } from '../../src/domain/hall.ts';
import { catalogueSchema } from '../../src/domain/matter.ts';

/** A hall for tests: four windows, open all day unless a test says otherwise. */
export const hallFor = (
  hours: { weekdays: number[]; from: string; to: string }[] = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
) =>
  hallSchema.parse({
    code: '370811012901',
    name: '草桥口社区（演示）',
    city: '370800',
    hotline: '0537-12345',
    windows: [1, 2, 3, 4].map((number) => ({ number, name: `综合${number}号窗` })),
    hours,
  });

export const K01 = terminalIdSchema.parse('K01');

export const smallCatalogue = catalogueSchema.parse({
  demo: true,
  version: '演示-1',
  matters: [
    {
      id: 'M06',
      name: '高龄津贴',
      pinyin: 'gao ling jin tie',
      plain: '满80周岁老人的津贴',
      bring: ['身份证', '户口簿', '银行卡'],
      words: [{ text: '津贴', pinyin: 'jin tie' }],
      common: true,
    },
    {
      id: 'M11',
      name: '城乡居民医保参保',
      pinyin: 'cheng xiang ju min yi bao can bao',
      plain: '参加医保',
      bring: ['身份证', '户口簿'],
      words: [{ text: '医保', pinyin: 'yi bao' }],
      common: true,
    },
  ],
});
