import type { Screen, Wait } from '../../src/kiosk/view.ts';
import { AnswerSummary } from '../parts/answer-summary.tsx';
import { BringList } from './bring-list.tsx';
import { t } from './use-kiosk.ts';
import { WaitFigure } from './wait-figure.tsx';

/** What was chosen, what to bring, and how long it will take, on one sheet. */
export interface MatterSheetProps {
  readonly matter: Extract<Screen, { kind: 'confirm-ticket' }>['matter'];
  /** Left out where two waits stand side by side elsewhere. */
  readonly wait?: Wait;
  readonly priority?: boolean;
}

export function MatterSheet({ matter, wait, priority = false }: MatterSheetProps) {
  return (
    <div className="stage-sheet">
      <AnswerSummary
        answers={[
          { label: t('kiosk:matter.label'), value: <span className="matter-name">{matter.name}</span> },
          ...(wait ? [{ label: t('kiosk:wait.title'), value: <WaitFigure wait={wait} priority={priority} /> }] : []),
          { label: t('kiosk:matter.bring'), value: <BringList items={matter.bring} /> },
        ]}
      />
    </div>
  );
}
