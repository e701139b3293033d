import type { Matter } from './matter.ts';

/**
 * Finds matters by what a resident types: Chinese, whole pinyin, initials, or a mixture of them (养lao, dibao, db, 低b).
 * A few hundred matters are searched in memory, completely, with each key: two-character words, which most Chinese
 * words are, are too short for a database's trigram index.
 */

/** Something with a reading: a matter's name or a word that people use for it. */
export interface Spoken {
  readonly text: string;
  /** Syllables without tones, separated by spaces. */
  readonly pinyin: string;
}

/** What one typed query may be at most; more is cut off, nobody types it on purpose. */
export const QUERY_CHARACTERS_MAX = 20;
/** Candidates offered for one run of letters. */
export const CANDIDATES_MAX = 24;

/** One character with its reading, or one alone (`syllable` '' for a digit, `character` '' where they can't be paired). */
interface Unit {
  readonly character: string;
  readonly syllable: string;
}

/** How well something fits: lower is better. Whole things before parts, Chinese before pinyin before initials. */
const RANK = { whole: 0, start: 1, inside: 2 } as const;
const KIND = { chinese: 0, pinyin: 10, initials: 20 } as const;
const FIELD = { name: 0, word: 3 } as const;
/** Only the plain sentence says it, or the query is a sentence that contains one of the words. */
const RANK_PLAIN = 40;
const RANK_SENTENCE = 50;

const INITIAL = /^(?:zh|ch|sh|[a-z])/;
const HAN = /\p{Script=Han}/u;
const TYPED = /[^\p{Script=Han}a-z0-9]/gu;

/** What counts in a query: Chinese, letters and digits; full-width forms and capitals are the same to us. */
export const normaliseQuery = (typed: string): string =>
  [...typed.normalize('NFKC').toLowerCase().replace(TYPED, '')].slice(0, QUERY_CHARACTERS_MAX).join('');

function unitsOf({ text, pinyin }: Spoken): readonly Unit[] {
  const characters = [...text.normalize('NFKC').toLowerCase().replace(TYPED, '')];
  const syllables = pinyin.split(' ');
  const han = characters.filter((character) => HAN.test(character));
  if (han.length !== syllables.length) return syllables.map((syllable) => ({ character: '', syllable }));
  let next = 0;
  return characters.map((character) => ({ character, syllable: HAN.test(character) ? (syllables[next++] ?? '') : '' }));
}

interface Fit {
  readonly kind: keyof typeof KIND;
  /** Units of the target used up, from where the match began. */
  readonly units: number;
}

const worse = (a: Fit['kind'], b: Fit['kind']): Fit['kind'] => (KIND[a] > KIND[b] ? a : b);

/** The best way to read `query` as the units from `from` on; null: no way. */
function fitAt(query: string, units: readonly Unit[], from: number): Fit | null {
  if (query === '') return { kind: 'chinese', units: 0 };
  const unit = units[from];
  if (!unit) return null;
  const rest = (letters: number, kind: Fit['kind']): Fit | null => {
    const tail = fitAt(query.slice(letters), units, from + 1);
    return tail && { kind: worse(kind, tail.kind), units: tail.units + 1 };
  };
  if (unit.character !== '' && query.startsWith(unit.character)) return rest(unit.character.length, 'chinese');
  if (unit.syllable === '') return null;
  const ways: (Fit | null)[] = [];
  if (query.startsWith(unit.syllable)) ways.push(rest(unit.syllable.length, 'pinyin'));
  // The last syllable may be half typed.
  else if (query.length > 1 && unit.syllable.startsWith(query)) ways.push({ kind: 'pinyin', units: 1 });
  const initial = INITIAL.exec(unit.syllable)?.[0] ?? '';
  if (query.startsWith(initial)) ways.push(rest(initial.length, 'initials'));
  if (query.startsWith(initial.charAt(0))) ways.push(rest(1, 'initials'));
  return ways.reduce<Fit | null>((best, way) => (way && (!best || KIND[way.kind] < KIND[best.kind]) ? way : best), null);
}

/** null: it doesn't fit. */
function rankOf(query: string, spoken: Spoken): number | null {
  const units = unitsOf(spoken);
  let best: number | null = null;
  units.forEach((_, from) => {
    const fit = fitAt(query, units, from);
    if (!fit) return;
    const place = from > 0 ? RANK.inside : fit.units === units.length ? RANK.whole : RANK.start;
    const rank = KIND[fit.kind] + place;
    if (best === null || rank < best) best = rank;
  });
  // A text whose characters could not be paired with their reading is still Chinese.
  const at = spoken.text.indexOf(query);
  if (at >= 0) best = Math.min(best ?? RANK_PLAIN, at === 0 ? RANK.start : RANK.inside);
  return best;
}

function rankMatter(query: string, matter: Matter): number | null {
  const ranks = [
    rankOf(query, { text: matter.name, pinyin: matter.pinyin }),
    ...matter.words.map((word) => {
      const rank = rankOf(query, word);
      return rank === null ? null : rank + FIELD.word;
    }),
    HAN.test(query) && matter.plain.includes(query) ? RANK_PLAIN : null,
    // 我想给老人办低保: the query says more than the word.
    matter.words.some(({ text }) => query.length > text.length && query.includes(text)) ? RANK_SENTENCE : null,
  ].filter((rank) => rank !== null);
  return ranks.length === 0 ? null : Math.min(...ranks);
}

/** The matters that fit, the best first; then common ones, then the catalogue's own order. An empty query finds none. */
export function findMatters(typed: string, matters: readonly Matter[]): readonly Matter[] {
  const query = normaliseQuery(typed);
  if (query === '') return [];
  return matters
    .map((matter, order) => ({ matter, order, rank: rankMatter(query, matter) }))
    .filter((found): found is typeof found & { rank: number } => found.rank !== null)
    .toSorted((a, b) => a.rank - b.rank || Number(b.matter.common) - Number(a.matter.common) || a.order - b.order)
    .map(({ matter }) => matter);
}

/** Every word people use for the matters, the most used first: what the letters on the screen may stand for. */
export function wordsOf(matters: readonly Matter[]): readonly Spoken[] {
  const counted = new Map<string, { spoken: Spoken; uses: number }>();
  for (const spoken of matters.flatMap((matter) => matter.words)) {
    const known = counted.get(spoken.text);
    if (known) known.uses += 1;
    else counted.set(spoken.text, { spoken, uses: 1 });
  }
  return [...counted.values()].toSorted((a, b) => b.uses - a.uses).map(({ spoken }) => spoken);
}

/**
 * The Chinese words that a run of letters may stand for: yl → 养老, 医疗, and after them 合作医疗. From the matters' own words, so that what is
 * offered can be found; in the words' order where they fit alike.
 */
export function candidates(letters: string, words: readonly Spoken[]): readonly string[] {
  const query = normaliseQuery(letters);
  if (!/^[a-z]+$/.test(query)) return [];
  const fitting = words.flatMap((word, order) => {
    const units = unitsOf(word);
    const from = units.findIndex((_, at) => fitAt(query, units, at) !== null);
    const fit = fitAt(query, units, from);
    if (!fit) return [];
    const left = units.length - fit.units;
    return [{ text: word.text, order, rank: (left === 0 ? 0 : from === 0 ? 100 + left : 200 + left) + KIND[fit.kind] }];
  });
  return [...new Set(fitting.toSorted((a, b) => a.rank - b.rank || a.order - b.order).map(({ text }) => text))].slice(0, CANDIDATES_MAX);
}
