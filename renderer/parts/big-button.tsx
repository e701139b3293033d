import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import './big-button.css';

/**
 * A button a thumb can't miss: 20 mm high at the least, acting when the finger is lifted. `primary` is the one thing
 * the screen is for and stands alone; `secondary` is another good way; `quiet` is for the frame. Always with a word.
 */
export interface BigButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly tone?: 'primary' | 'secondary' | 'quiet';
  readonly icon?: LucideIcon;
  /** Which side of the word the icon stands on. */
  readonly iconAt?: 'start' | 'end';
  /** A second, smaller line. */
  readonly hint?: ReactNode;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly size?: 'normal' | 'large';
}

export function BigButton({
  children,
  onPress,
  tone = 'secondary',
  icon: Icon,
  iconAt = 'start',
  hint,
  busy = false,
  disabled = false,
  size = 'normal',
}: BigButtonProps) {
  const mark = busy ? (
    <LoaderCircle className="big-button-icon big-button-turning" aria-hidden />
  ) : (
    Icon && <Icon className="big-button-icon" aria-hidden />
  );
  return (
    <Button
      className={`big-button big-button-${tone} big-button-${size}`}
      onPress={onPress}
      isPending={busy}
      isDisabled={disabled}
      preventFocusOnPress
    >
      {iconAt === 'start' && mark}
      <span className="big-button-words">
        <span className="big-button-word">{children}</span>
        {hint !== undefined && <span className="big-button-hint">{hint}</span>}
      </span>
      {iconAt === 'end' && mark}
    </Button>
  );
}
