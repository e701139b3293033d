import { pinyin } from 'pinyin-pro';
import { expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { readCatalogue } from '../../main/config/read-config.ts';

/** Letters that people type must lead to what they mean: the catalogue's pinyin, checked by a dictionary of its own. */
const catalogue = readCatalogue(fileURLToPath(new URL('../../main/demo/data/catalogue.json', import.meta.url)));
const spoken = (text: string): string => pinyin(text, { toneType: 'none', type: 'array', v: true }).join(' ').toLowerCase();

it.each(catalogue.matters.flatMap((matter) => [{ text: matter.name, pinyin: matter.pinyin }, ...matter.words]))(
  '$text is typed $pinyin',
  (word) => {
    expect(word.pinyin).toBe(spoken(word.text));
  },
);
