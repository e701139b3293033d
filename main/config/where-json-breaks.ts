/**
 * Where a text stops being JSON: what V8's own message leaves out for most faults. Only called once JSON.parse has
 * refused the text.
 */
export function whereJsonBreaks(text: string): { readonly line: number; readonly column: number } {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return false;
    at += found[0].length;
    return true;
  };
  const space = (): boolean => skip(/[ \t\r\n]*/y);
  const sign = (character: string): boolean => {
    space();
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const scalar = (): boolean =>
    skip(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  const key = (): boolean => text[at] === '"' && scalar();
  const items = (close: string, item: () => boolean): boolean => {
    if (sign(close)) return true;
    do {
      if (!item()) return false;
    } while (sign(','));
    return sign(close);
  };
  const value = (): boolean => {
    space();
    if (sign('{')) return items('}', () => space() && key() && sign(':') && value());
    if (sign('[')) return items(']', value);
    return scalar();
  };
  if (value()) space();
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
