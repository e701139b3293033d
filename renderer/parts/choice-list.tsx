import { Button } from 'react-aria-components';
import './choice-list.css';

/** Things to choose from, as large targets in a steady grid: one tap chooses. Paging is the caller's. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  /** Left out where there is no room for it. */
  readonly plain?: string;
}

export interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly columns: number;
  /** The grid keeps its rows, so that nothing jumps while the choices change. */
  readonly rows: number;
  readonly busyId: string | null;
  readonly onChoose: (id: string) => void;
}

export function ChoiceList({ label, choices, columns, rows, busyId, onChoose }: ChoiceListProps) {
  return (
    <ul
      className="choice-list"
      aria-label={label}
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)`, gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
    >
      {choices.map(({ id, name, plain }) => (
        <li className="choice-list-item" key={id}>
          <Button className="choice-list-choice" onPress={() => onChoose(id)} isPending={busyId === id} preventFocusOnPress>
            <span className="choice-list-name">{name}</span>
            {plain !== undefined && <span className="choice-list-plain">{plain}</span>}
          </Button>
        </li>
      ))}
    </ul>
  );
}
