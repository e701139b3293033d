import { pinyin } from 'pinyin-pro';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { readCatalogue } from '../../main/config/read-config.ts';

/** Letters that people type must lead to what they mean: the catalogue's pinyin, checked by a dictionary of its own. */
const catalogue = readCatalogue(fileURLToPath(new URL('../../main/demo/data/catalogue.json', import.meta.url)));
const spoken = (text: string): string => pinyin(text, { toneType: 'none', type: 'array', v: true }).join(' ').toLowerCase();

it.each(catalogue.matters.flatMap((matter) => [[matter.name, matter.pinyin], ...matter.words.map((word) => [word.text, word.pinyin])]))('%s is typed %s', (text, typed) => {
  expect(typed).toBe(spoken(text!));
});
