import type { DockState } from './dock-state.ts';
import { words } from './words.ts';

/** What came out of the printer, newest first, drawn from the bytes that it understood. */
export function Slips({ slips, onTake }: { readonly slips: DockState['slips']; readonly onTake: () => void }) {
  if (slips.length === 0) return <p data-kind="quiet">{words.slips.none}</p>;
  return (
    <>
      <ul className="slips" aria-label={words.slips.title}>
        {slips.toReversed().map(({ number, cut, text }) => (
          <li key={number}>
            <a href={`/api/slips/${number}.png`} target="_blank" rel="noreferrer">
              {/* A slip that is still hanging grows: its address says how far it has come. */}
              <img
                src={`/api/slips/${number}.png?lines=${text.length}`}
                alt={words.slips.alt(number, text.filter((line) => line !== '▦').join(' '))}
              />
            </a>
            {!cut && <p className="note">{words.slips.hanging}</p>}
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={onTake}>
        {words.slips.take}
      </button>
    </>
  );
}
