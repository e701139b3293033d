import { Delete, Eraser } from 'lucide-react';
import { Button } from 'react-aria-components';
import './keyboard.css';

/**
 * Letters for pinyin, on the screen: the system's keyboard and its IME are never needed. Keys never take the focus from
 * the field, never repeat while held (a trembling hand types one letter), and say themselves.
 */
export interface KeyboardProps {
  readonly label: string;
  readonly words: { readonly clear: string; readonly erase: string };
  readonly onLetter: (letter: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
  readonly empty: boolean;
}

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'].map((row) => [...row]);

export function Keyboard({ label, words, onLetter, onErase, onClear, empty }: KeyboardProps) {
  return (
    <div className="keyboard" role="group" aria-label={label}>
      {ROWS.map((letters, row) => (
        <div className="keyboard-row" key={letters.join('')}>
          {row === 2 && (
            <Button className="keyboard-key keyboard-key-word" onPress={onClear} isDisabled={empty} preventFocusOnPress>
              <Eraser aria-hidden />
              {words.clear}
            </Button>
          )}
          {letters.map((letter) => (
            <Button className="keyboard-key" key={letter} onPress={() => onLetter(letter)} preventFocusOnPress>
              {letter}
            </Button>
          ))}
          {row === 2 && (
            <Button className="keyboard-key keyboard-key-word" onPress={onErase} isDisabled={empty} preventFocusOnPress>
              <Delete aria-hidden />
              {words.erase}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
