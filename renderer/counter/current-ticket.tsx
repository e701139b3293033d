import { BadgeCheck, CircleCheck, IdCard, Megaphone, Repeat2, TriangleAlert, UserRoundX, type LucideIcon } from 'lucide-react';
import type { CounterView, TicketRow } from '../../src/api/counter.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { isPriority, matterWords, shortSpanWords, spanWords, t, timeWords } from './counter-words.ts';
import type { CommandName } from './press.ts';
import type { Counter } from './use-counter.ts';

type Props = {
  readonly counter: Counter;
  readonly view: CounterView;
  readonly now: Instant;
  readonly onCallNext: () => void;
  readonly onRecall: () => void;
  readonly onMarkMissed: () => void;
  readonly onFinish: () => void;
  readonly onIssue: () => void;
};

/** The one who is here now, large, and the four keys of the day. The name goes with the ticket. */
export function CurrentTicket({ counter, view, now, onCallNext, onRecall, onMarkMissed, onFinish, onIssue }: Props) {
  const { current } = view;
  const { busy, said } = counter;
  const off = busy !== null || counter.line !== 'live';
  return (
    <section className="card current" aria-labelledby="current-title">
      <h2 id="current-title" className="card-title">
        {t(current === null ? 'counter:current.nobody' : 'counter:current.title')}
      </h2>
      {current === null ? <Nobody waiting={view.waiting.length} /> : <Somebody row={current} now={now} />}
      <div className="actions">
        <Action
          name="callNext"
          icon={Megaphone}
          keyName="F2"
          primary={current === null}
          off={off || current !== null}
          busy={busy?.name === 'callNext'}
          onPress={onCallNext}
        />
        <Action
          name="finish"
          icon={CircleCheck}
          keyName="F8"
          primary={current !== null}
          off={off || current === null}
          busy={busy?.name === 'finish'}
          onPress={onFinish}
        />
        <Action name="recall" icon={Repeat2} keyName="F3" off={off || current === null} busy={busy?.name === 'recall'} onPress={onRecall} />
        <Action
          name="markMissed"
          icon={UserRoundX}
          keyName="F4"
          off={off || current === null}
          busy={busy?.name === 'markMissed'}
          onPress={onMarkMissed}
        />
        <Action name="issue" icon={IdCard} keyName="F6" off={off} busy={busy?.name === 'issue'} onPress={onIssue} />
      </div>
      <p className={said === null ? 'current-said' : `current-said said said-${said.tone}`} role="status">
        {said !== null &&
          (said.tone === 'done' ? <BadgeCheck aria-hidden className="said-icon" /> : <TriangleAlert aria-hidden className="said-icon" />)}
        {said?.text}
      </p>
    </section>
  );
}

function Nobody({ waiting }: { readonly waiting: number }) {
  return (
    <div className="nobody">
      <p className="nobody-count">{waiting}</p>
      <p className="nobody-hint">
        {waiting > 0 ? t('counter:current.nobodyHint.some', { count: waiting }) : t('counter:current.nobodyHint.none')}
      </p>
    </div>
  );
}

function Somebody({ row, now }: { readonly row: TicketRow; readonly now: Instant }) {
  return (
    <div className="somebody">
      <div className="somebody-head">
        <p className="somebody-label">{row.label}</p>
        <div className="somebody-what">
          {isPriority(row) && <span className="chip chip-seal">{t(`counter:priority.${row.priority}`)}</span>}
          <p className="somebody-matter">{matterWords(row)}</p>
        </div>
      </div>
      <dl className="facts">
        {row.holder !== null && (
          <div className="fact fact-wide">
            <dt>{t('counter:current.holder')}</dt>
            <dd>
              <strong className="holder-name">{row.holder.name}</strong>
              <span className="keep">{t('counter:current.ageYears', { age: row.holder.ageYears })}</span>
              <small>{t('counter:current.holderNote')}</small>
            </dd>
          </div>
        )}
        <Fact
          name={t('counter:current.waited')}
          value={spanWords((row.lastCalledAt ?? now) - row.issuedAt)}
          more={t('counter:current.takenAt', { time: timeWords(row.issuedAt) })}
        />
        <Fact
          name={t('counter:current.calls')}
          value={t('counter:current.callsTimes', { count: row.calls })}
          more={
            row.lastCalledAt === null
              ? null
              : now - row.lastCalledAt < 3_000
                ? t('counter:current.justNow')
                : t('counter:current.lastCall', { ago: shortSpanWords(now - row.lastCalledAt) })
          }
        />
        <Fact name={t('counter:current.slip')} value={t(`counter:print.${row.print}`)} more={null} />
      </dl>
    </div>
  );
}

function Fact({ name, value, more }: { readonly name: string; readonly value: string; readonly more: string | null }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        {value}
        {more !== null && <small>{more}</small>}
      </dd>
    </div>
  );
}

type ActionProps = {
  readonly name: CommandName;
  readonly icon: LucideIcon;
  readonly keyName: string;
  readonly primary?: boolean;
  readonly off: boolean;
  readonly busy: boolean;
  readonly onPress: () => void;
};

/**
 * A button that says its key. When it can't be used it stays where it is and keeps the focus (aria-disabled), so that a
 * second Enter after a call does not land on another button, and pressing it says why not.
 */
function Action({ name, icon: Icon, keyName, primary = false, off, busy, onPress }: ActionProps) {
  return (
    <button
      type="button"
      className={`button action ${primary ? 'button-primary' : ''}`}
      aria-disabled={off}
      aria-busy={busy}
      aria-keyshortcuts={keyName}
      onClick={onPress}
    >
      <Icon aria-hidden className="action-icon" />
      <span>{busy ? t('counter:busy') : t(`counter:action.${name}`)}</span>
      <kbd>{keyName}</kbd>
    </button>
  );
}
