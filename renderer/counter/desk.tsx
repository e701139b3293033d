import { useState } from 'react';
import type { CounterView, TicketRow } from '../../src/api/counter.ts';
import { Alerts } from './alerts.tsx';
import { Confirm } from './confirm.tsx';
import { t } from './counter-words.ts';
import { CurrentTicket } from './current-ticket.tsx';
import { DeskHead } from './desk-head.tsx';
import { IssueDialog } from './issue-dialog.tsx';
import { MissedList, UnprintedList, WaitingList, WindowsList } from './lists.tsx';
import { useHallNow, type Counter } from './use-counter.ts';
import { useKeys } from './use-keys.ts';
import type { ToneUse } from './use-tone.ts';

/** The desk: who is here, who comes next, and what needs somebody's hand. */
export function Desk({
  counter,
  view,
  window,
  tone,
  onChangeWindow,
}: {
  readonly counter: Counter;
  readonly view: CounterView;
  readonly window: number;
  readonly tone: ToneUse;
  readonly onChangeWindow: () => void;
}) {
  const now = useHallNow(counter.hallNow);
  const [issuing, setIssuing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const unanswered = view.helpCalls.filter((call) => call.heardBy === null);
  const { current } = view;

  const mind = (text: string): false => {
    counter.say({ tone: 'mind', text });
    return false;
  };
  const finishFirst = (): boolean => current !== null && !mind(t('counter:finishFirst', { label: current.label }));
  const nobody = (): boolean => current === null && !mind(t('counter:current.nobody'));
  const lineDown = (): boolean => counter.line !== 'live' && !mind(t('counter:head.line.lost'));

  const callNext = (): void => {
    if (lineDown() || finishFirst()) return;
    void counter.command('callNext', '', (client, head, options) => client.callNext(head, options));
  };
  const onTicket = (name: 'recall' | 'markMissed' | 'finish' | 'bringBack' | 'reprint', row: TicketRow): void => {
    if (lineDown()) return;
    void counter.command(name, row.id, (client, head, options) => client[name]({ ...head, ticketId: row.id }, options));
  };
  const onCurrent = (name: 'recall' | 'markMissed' | 'finish') => (): void => {
    if (!nobody()) onTicket(name, current!);
  };
  const answerHelp = (id: string): void => {
    counter.client.answerHelp({ helpId: id }).catch(() => counter.say({ tone: 'stop', text: t('counter:notReached') }));
  };
  const leave = (): void => (current === null ? counter.signOut() : setLeaving(true));
  const change = (): void => {
    if (!finishFirst()) onChangeWindow();
  };

  useKeys({
    F2: callNext,
    F3: onCurrent('recall'),
    F4: onCurrent('markMissed'),
    F8: onCurrent('finish'),
    F6: () => setIssuing(true),
    F9: () => {
      const oldest = unanswered[0];
      if (oldest) answerHelp(oldest.id);
    },
  });

  return (
    <div className="desk">
      <DeskHead counter={counter} view={view} window={window} now={now} tone={tone} onChangeWindow={change} onSignOut={leave} />
      <Alerts counter={counter} view={view} now={now} onAnswerHelp={answerHelp} />
      <main className="desk-main">
        <h1 className="aloud">{t('counter:title')}</h1>
        <CurrentTicket
          counter={counter}
          view={view}
          now={now}
          onCallNext={callNext}
          onRecall={onCurrent('recall')}
          onMarkMissed={onCurrent('markMissed')}
          onFinish={onCurrent('finish')}
          onIssue={() => setIssuing(true)}
        />
        <WaitingList view={view} now={now} />
        <div className="desk-right">
          <MissedList view={view} busy={counter.busy} onBringBack={(row) => onTicket('bringBack', row)} />
          <UnprintedList view={view} busy={counter.busy} onReprint={(row) => onTicket('reprint', row)} />
          <WindowsList view={view} window={window} />
        </div>
      </main>
      {issuing && <IssueDialog counter={counter} onClose={() => setIssuing(false)} />}
      {leaving && current !== null && (
        <Confirm
          title={t('counter:leave.title', { label: current.label })}
          lead={t('counter:leave.lead')}
          stay={t('counter:leave.stay')}
          go={t('counter:leave.go')}
          onStay={() => setLeaving(false)}
          onGo={counter.signOut}
        />
      )}
    </div>
  );
}
