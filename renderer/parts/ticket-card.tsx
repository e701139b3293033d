import { Fragment, type ReactNode } from 'react';
import './ticket-card.css';

/** The slip on the screen: the same things in the same order as on the paper, coming out of the same kind of slot. */
export interface TicketCardProps {
  readonly hallName: string;
  readonly heading: string;
  readonly label: string;
  readonly chip?: ReactNode;
  readonly lines: readonly { readonly label: string; readonly value: ReactNode }[];
  readonly foot: readonly string[];
  /** `sliding`: the paper is coming out right now; `none`: no paper came, so no slot is drawn either. */
  readonly paper: 'sliding' | 'out' | 'none';
}

export function TicketCard({ hallName, heading, label, chip, lines, foot, paper }: TicketCardProps) {
  return (
    <div className={`ticket-card ticket-card-${paper}`}>
      {paper !== 'none' && <div className="ticket-card-slot" aria-hidden />}
      <div className="ticket-card-window">
        <div className="ticket-card-paper">
          <p className="ticket-card-hall">{hallName}</p>
          <p className="ticket-card-heading">
            <span>{heading}</span>
            {chip}
          </p>
          <p className="ticket-card-label keep">{label}</p>
          <dl className="ticket-card-lines">
            {lines.map((line) => (
              <Fragment key={line.label}>
                <dt>{line.label}</dt>
                <dd>{line.value}</dd>
              </Fragment>
            ))}
          </dl>
          <p className="ticket-card-foot">
            {foot.map((text) => (
              <span className="keep" key={text}>
                {text}
              </span>
            ))}
          </p>
        </div>
      </div>
    </div>
  );
}
