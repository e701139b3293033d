import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readCatalogue } from '../../main/config/read-config.ts';
import { findMatters } from '../../src/domain/find-matters.ts';

/** The story that the README tells can be played in the demo, letter by letter. */
const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const catalogue = readCatalogue(file('main/demo/data/catalogue.json'));

it.each(['README.md', 'README.zh-CN.md'])('the letters that Mrs. Zhang types in %s find her allowance first', (readme) => {
  const typed = /(?:types|输入)\s+\*([a-z]+)\*/.exec(readFileSync(file(readme), 'utf8'))?.[1];
  expect(typed).toBe('lnjt');
  expect(findMatters(typed!, catalogue.matters)[0]?.name).toBe('高龄津贴申领');
});
