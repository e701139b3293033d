import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { candidates, QUERY_CHARACTERS_MAX, wordsOf } from '../../../src/domain/find-matters.ts';
import type { Matter } from '../../../src/domain/matter.ts';
import { Keyboard } from '../../parts/keyboard.tsx';
import { t } from '../use-kiosk.ts';
import './type-aid.css';

/** What the field holds at most: the same as the search reads. */
export const CANDIDATE_FIELD_CHARACTERS_MAX = QUERY_CHARACTERS_MAX;

/** The width of the bar, in characters: a word takes its own and about two of padding. */
const BAR_CHARACTERS = 25;
const PADDING_CHARACTERS = 2.4;

/**
 * Letters and what they may stand for. The words are the matters' own, so nothing is offered that can't be found, and
 * nothing is learned from anybody.
 */
export function TypeAid({
  typed,
  onType,
  matters,
}: {
  readonly typed: string;
  readonly onType: (next: string) => void;
  readonly matters: readonly Matter[];
}) {
  const words = useMemo(() => wordsOf(matters), [matters]);
  const letters = /[a-z]+$/i.exec(typed)?.[0] ?? '';
  const offered = useMemo(() => candidates(letters, words), [letters, words]);
  const [from, setFrom] = useState({ letters: '', index: 0 });
  const start = from.letters === letters ? from.index : 0;
  const shown = fitting(offered.slice(start));
  const more = offered.length > shown.length;

  return (
    <div className="type-aid">
      {/* Typed, and nothing to offer: the bar goes, its room stays, so that no key moves under a finger. */}
      <div
        className={`type-aid-bar ${typed !== '' && offered.length === 0 ? 'type-aid-bar-gone' : ''}`}
        role="group"
        aria-label={t('kiosk:need.candidates')}
      >
        {offered.length === 0 && <p className="type-aid-hint">{t('kiosk:need.candidatesHint')}</p>}
        {shown.map((word) => (
          <Button
            className="type-aid-word keep"
            key={word}
            preventFocusOnPress
            onPress={() => onType(typed.slice(0, typed.length - letters.length) + word)}
          >
            {word}
          </Button>
        ))}
        {more && (
          <Button
            className="type-aid-word type-aid-more keep"
            preventFocusOnPress
            onPress={() => setFrom({ letters, index: start + shown.length >= offered.length ? 0 : start + shown.length })}
          >
            {t('kiosk:need.moreCandidates')}
            <ChevronRight aria-hidden />
          </Button>
        )}
      </div>
      <Keyboard
        label={t('kiosk:need.keyboard')}
        words={{ clear: t('kiosk:need.clear'), erase: t('kiosk:need.erase') }}
        empty={typed === ''}
        onLetter={(letter) => onType(typed + letter)}
        onErase={() => onType([...typed].slice(0, -1).join(''))}
        onClear={() => onType('')}
      />
    </div>
  );
}

/** As many words as the bar has room for, and one at the least. */
function fitting(words: readonly string[]): readonly string[] {
  let room = BAR_CHARACTERS;
  const shown: string[] = [];
  for (const word of words) {
    room -= word.length + PADDING_CHARACTERS;
    if (room < 0 && shown.length > 0) break;
    shown.push(word);
  }
  return shown;
}
