import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import './tile.css';

/** One thing that can be done here. Alone it is the hero of the page, with the steps it takes; among others a square. */
export interface TileProps {
  readonly icon: LucideIcon;
  readonly go: LucideIcon;
  readonly name: string;
  readonly plain: string;
  readonly steps: readonly string[];
  readonly busy: boolean;
  readonly onPress: () => void;
}

export function TileGrid({ children }: { readonly children: ReactNode }) {
  return <div className="tile-grid">{children}</div>;
}

export function Tile({ icon: Icon, go: Go, name, plain, steps, busy, onPress }: TileProps) {
  return (
    <Button className="tile" onPress={onPress} isPending={busy} preventFocusOnPress>
      <span className="tile-top">
        <Icon className="tile-icon" aria-hidden />
        <span className="tile-words">
          <span className="tile-name">{name}</span>
          <span className="tile-plain">{plain}</span>
        </span>
        <Go className="tile-go" aria-hidden />
      </span>
      <span className="tile-steps">
        {steps.map((step, index) => (
          <span className="tile-step keep" key={step}>
            <span className="tile-step-figure">{index + 1}</span>
            {step}
          </span>
        ))}
      </span>
    </Button>
  );
}
