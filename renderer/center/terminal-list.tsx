import type { CenterDay } from '../../src/api/center.ts';
import type { Instant } from '../../src/basics/clock.ts';
import { heardWords, t } from './center-words.ts';

/** The city's terminals, and when each was last heard. */
export function TerminalList({ terminals, now }: { readonly terminals: CenterDay['terminals']; readonly now: Instant }) {
  const parked = terminals.some((terminal) => terminal.parked > 0);
  return (
    <section className="card terminals" aria-labelledby="terminals-title">
      <div className="card-title">
        <h2 id="terminals-title">{t('center:terminals.title')}</h2>
      </div>
      {terminals.length === 0 ? (
        <p className="empty">{t('center:terminals.none')}</p>
      ) : (
        // Scrolls with the keyboard too, where it is longer than its place.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="scroll" role="group" aria-labelledby="terminals-title" tabIndex={0}>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('center:terminals.name')}</th>
                <th scope="col">{t('center:terminals.heard')}</th>
                <th scope="col" className="figures">
                  {t('center:terminals.through')}
                </th>
                <th scope="col" className="figures">
                  {t('center:terminals.parked')}
                </th>
              </tr>
            </thead>
            <tbody>
              {terminals.map((terminal) => {
                const heard = heardWords(terminal.lastHeardAt, now);
                return (
                  <tr key={`${terminal.hall} ${terminal.terminal}`}>
                    <th scope="row">
                      <strong>{terminal.terminal}</strong>
                      <small>{terminal.hallName}</small>
                    </th>
                    <td className={heard.mind ? 'row-mind' : undefined}>{heard.text}</td>
                    <td className="figures keep">{terminal.acknowledgedThrough}</td>
                    <td className={terminal.parked > 0 ? 'figures row-seal' : 'figures'}>{terminal.parked}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {parked && <p className="parked-hint">{t('center:terminals.parkedHint')}</p>}
    </section>
  );
}
