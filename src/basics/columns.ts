/**
 * How many columns a text takes on a fixed-width line: 2 for what East Asian typography sets full width, 1 otherwise
 * (Unicode UAX #11: W and F; ambiguous characters such as "·" are narrow in GB18030 printers' fonts only when ASCII,
 * so the CJK punctuation below counts as wide).
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe4f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];
/** Two bytes wide in every GB18030 character ROM, although Unicode calls them ambiguous. */
const WIDE_IN_GB = new Set('·—‘’“”…→←↑↓※■□●○★☆①②③④⑤⑥⑦⑧⑨⑩×÷±°℃');

export function columnsOfCharacter(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0)!;
  if (code < 0x20 || (code >= 0x300 && code <= 0x36f) || (code >= 0xfe00 && code <= 0xfe0f)) return 0;
  if (WIDE_IN_GB.has(character)) return 2;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

export const columnsOf = (text: string): number => Array.from(text).reduce((sum, character) => sum + columnsOfCharacter(character), 0);

const MAY_NOT_START = new Set('，。、；：？！）》」』】”’%…·,.;:?!)');
const MAY_NOT_END = new Set('（《「『【“‘(');

/**
 * Breaks a text into lines of at most `columns` columns. A run of Latin letters and digits stays whole
 * where it fits on a line; punctuation does not start a line, nor does an opening bracket end one. An empty text is
 * one empty line. No line is wider than `columns`, as long as that is 2 or more.
 */
export function wrapColumns(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  const units = text.match(/[A-Za-z0-9:./@-]+|[\s\S]/gu) ?? [];
  const push = (): void => {
    lines.push(line.trimEnd());
    line = '';
  };
  for (const unit of units) {
    if (unit === '\n') {
      push();
      continue;
    }
    if (columnsOf(line) + columnsOf(unit) <= columns) {
      line += unit;
      continue;
    }
    if (columnsOf(unit) > columns) {
      for (const character of unit) {
        if (columnsOf(line) + columnsOfCharacter(character) > columns) push();
        line += character;
      }
      continue;
    }
    const characters = Array.from(line);
    const last = characters.at(-1);
    const belongTogether = last !== undefined && (MAY_NOT_START.has(unit) || MAY_NOT_END.has(last));
    if (belongTogether && characters.length > 1 && columnsOf(last + unit) <= columns) {
      line = characters.slice(0, -1).join('');
      push();
      line = last + unit;
    } else {
      push();
      if (unit !== ' ') line = unit;
    }
  }
  lines.push(line.trimEnd());
  return lines;
}
