import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import './check-card.css';

/** A choice that is made by saying yes to it, never made beforehand: an empty box, large, with what it changes. */
export interface CheckCardProps {
  readonly chosen: boolean;
  readonly onChange: (chosen: boolean) => void;
  readonly name: string;
  readonly plain: ReactNode;
  readonly effect: ReactNode;
}

export function CheckCard({ chosen, onChange, name, plain, effect }: CheckCardProps) {
  return (
    <Checkbox className="check-card" isSelected={chosen} onChange={onChange}>
      <span className="check-card-box">{chosen && <Check aria-hidden />}</span>
      <span className="check-card-words">
        <span className="check-card-name">{name}</span>
        <span className="check-card-plain">{plain}</span>
        <span className="check-card-effect">{effect}</span>
      </span>
    </Checkbox>
  );
}
