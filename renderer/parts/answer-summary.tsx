import type { ReactNode } from 'react';
import './answer-summary.css';

/** What has been chosen and what it means, line by line, before it is done. */
export interface Answer {
  readonly label: string;
  readonly value: ReactNode;
}

export function AnswerSummary({ answers }: { readonly answers: readonly Answer[] }) {
  return (
    <dl className="answer-summary">
      {answers.map(({ label, value }) => (
        <div className="answer-summary-line" key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
