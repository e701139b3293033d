import { columnsOf, wrapColumns } from '../../../src/basics/columns.ts';

/**
 * Line breaks that look meant: centred lines break between words and of about equal length, a bracket begins a line
 * rather than being torn, and a paragraph does not end in a line of two characters.
 */

/** A last line of at most this many columns (two characters and a full stop) looks like a leftover. */
const LEFTOVER_COLUMNS = 6;
/** How much narrower a paragraph may be set to give its last line company. */
const NARROWER_COLUMNS_MAX = 8;

export const wrapLeft = (text: string, columns: number): string[] =>
  text.split('\n').flatMap((paragraph) => withoutLeftover(paragraph, columns));

function withoutLeftover(paragraph: string, columns: number): string[] {
  const lines = wrapColumns(paragraph, columns);
  if (lines.length < 2 || columnsOf(lines.at(-1)!) > LEFTOVER_COLUMNS) return lines;
  for (let narrower = columns - 1; narrower >= columns - NARROWER_COLUMNS_MAX && narrower > LEFTOVER_COLUMNS; narrower--) {
    const tried = wrapColumns(paragraph, narrower);
    if (tried.length > lines.length) break;
    if (columnsOf(tried.at(-1)!) > LEFTOVER_COLUMNS) return tried;
  }
  return lines;
}

export const wrapCentred = (text: string, columns: number): string[] =>
  text.split('\n').flatMap((paragraph) => balanced(paragraph, columns));

const CLOSES = /^[\p{Pe}\p{Pf}\p{Po}]+$/u;
const OPENS = /^[\p{Ps}\p{Pi}]+$/u;

/** Words with the punctuation that belongs to them: brackets open with what follows and close with what precedes. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let opening = '';
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)) {
    if (OPENS.test(segment)) opening += segment;
    else if (CLOSES.test(segment) && opening === '' && words.length > 0) words[words.length - 1]! += segment;
    else {
      words.push(opening + segment);
      opening = '';
    }
  }
  if (opening !== '') words.push(opening);
  // A short bracket is one word: （演示）.
  for (let i = words.length - 1; i >= 0; i--) {
    while (OPENS.test(words[i]![0]!) && !/[\p{Pe}\p{Pf}]/u.test(words[i]!) && words[i + 1] !== undefined && words[i]!.length < 12) {
      words[i] += words[i + 1]!;
      words.splice(i + 1, 1);
    }
  }
  return words;
}

/** Breaks between words so that the lines are few, then of about equal length; least squares over all ways to break. */
function balanced(paragraph: string, columns: number): string[] {
  if (columnsOf(paragraph) <= columns) return [paragraph];
  const words = wordsOf(paragraph);
  if (words.some((word) => columnsOf(word.trim()) > columns)) return wrapColumns(paragraph, columns);
  const best: { lines: string[]; cost: number }[] = [{ lines: [], cost: 0 }];
  const even = columnsOf(paragraph) / Math.ceil(columnsOf(paragraph) / columns);
  for (let to = 1; to <= words.length; to++) {
    for (let from = to - 1; from >= 0; from--) {
      const line = words.slice(from, to).join('').trim();
      const before = best[from];
      if (columnsOf(line) > columns) break;
      if (before === undefined) continue;
      // A line costs more than any raggedness; before a bracket is where a reader would break.
      const atBracket = [words[from], words[to]].some((word) => word !== undefined && OPENS.test(word[0]!));
      const ragged = atBracket ? 0 : (columnsOf(line) - even) ** 2;
      const cost = before.cost + columns ** 2 * 2 + ragged;
      if (best[to] === undefined || cost < best[to]!.cost) best[to] = { lines: [...before.lines, line], cost };
    }
  }
  return best[words.length]?.lines ?? wrapColumns(paragraph, columns);
}
