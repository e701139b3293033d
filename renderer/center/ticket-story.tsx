import { SECOND_MS } from '../../src/basics/clock.ts';
import type { CenterTicket } from '../../src/api/center.ts';
import { exactTimeWords, matterWords, spanWords, t } from './center-words.ts';

/** A message that took longer was held up somewhere: the line was cut, or the center was away. */
const LATE_MS = 30 * SECOND_MS;

/** What happened to one ticket, in the order in which the center was told. */
export function TicketStory({ ticket, onClose }: { readonly ticket: CenterTicket | null; readonly onClose: () => void }) {
  return (
    <section className="card story" aria-labelledby="story-title">
      {ticket === null ? (
        <>
          <h2 id="story-title" className="aloud">
            {t('center:story.title', { label: '' })}
          </h2>
          <p className="empty">{t('center:story.none')}</p>
        </>
      ) : (
        <>
          <div className="card-title">
            <h2 id="story-title">{t('center:story.title', { label: ticket.label })}</h2>
            <button type="button" className="button button-small card-more" onClick={onClose}>
              {t('center:story.close')}
            </button>
          </div>
          <p className="story-what">
            {matterWords(ticket)} · {ticket.hallName} {ticket.terminal}
          </p>
          {/* Scrolls with the keyboard too, where it is longer than its place. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <ol className="scroll story-steps" aria-labelledby="story-title" tabIndex={0}>
            {ticket.actions.map((step, at) => (
              <li key={at} className="story-step">
                <strong>{t(`center:action.${step.action}`)}</strong>
                <span className="keep">{t('center:story.at', { at: exactTimeWords(step.at) })}</span>
                <small className={step.arrivedAt - step.at > LATE_MS ? 'row-mind' : undefined}>
                  {step.arrivedAt - step.at > LATE_MS
                    ? t('center:story.late', { span: spanWords(step.arrivedAt - step.at) })
                    : t('center:story.arrivedAt', { at: exactTimeWords(step.arrivedAt) })}
                </small>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
