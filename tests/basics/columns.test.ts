import { describe, expect, it } from 'vitest';
import { columnsOf, wrapColumns } from '../../src/basics/columns.ts';

describe('columns of a fixed-width line', () => {
  it('counts a Chinese character as two, a rare one of the supplementary planes too', () => {
    expect(columnsOf('A012号')).toBe(6);
    expect(columnsOf('䶮𬸪')).toBe(4);
    expect(columnsOf('阿卜杜拉·买买提')).toBe(16);
  });

  it('wraps without starting a line with punctuation, and keeps numbers whole', () => {
    expect(wrapColumns('请带好身份证，户口簿', 12)).toEqual(['请带好身份', '证，户口簿']);
    expect(wrapColumns('监督电话 0537-2345678', 16)).toEqual(['监督电话', '0537-2345678']);
    expect(wrapColumns('', 10)).toEqual(['']);
  });
});
