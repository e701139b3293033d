import { Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { findMatters } from '../../src/domain/find-matters.ts';
import type { Catalogue, Matter, MatterId } from '../../src/domain/matter.ts';
import { t } from './counter-words.ts';
import type { Counter } from './use-counter.ts';

/** Enough to look over at once; typing narrows it down. */
const SHOWN_MAX = 40;

/** 替居民取号: for somebody who can't use the screen. Nothing personal is asked; the slip comes out at the terminal. */
export function IssueDialog({ counter, onClose }: { readonly counter: Counter; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [catalogue, setCatalogue] = useState<Catalogue | 'loading' | 'not-loaded'>('loading');
  const [typed, setTyped] = useState('');
  /** What was picked by hand since the last letter; undefined: nothing, so the best fit holds. */
  const [picked, setPicked] = useState<MatterId | null | undefined>(undefined);
  const [priority, setPriority] = useState(false);
  const group = useId();
  const { client, busy } = counter;

  useEffect(() => {
    dialog.current?.showModal();
    search.current?.focus();
    client.catalogue().then(setCatalogue, () => setCatalogue('not-loaded'));
  }, [client]);

  const matters = typeof catalogue === 'string' ? [] : catalogue.matters;
  const common = matters.toSorted((a, b) => Number(b.common) - Number(a.common));
  const searching = typed.trim() !== '';
  const found = (searching ? findMatters(typed, matters) : common).slice(0, SHOWN_MAX);
  // What is chosen is always among what is shown: the best fit, or the honest "not sure". Worked out anew each time, so
  // that it is right too for who types faster than the list comes.
  const chosen = picked !== undefined ? picked : searching ? (found[0]?.id ?? null) : null;

  const type = (value: string): void => {
    setTyped(value);
    setPicked(undefined);
  };
  /** Arrows in the field move the choice, so that the hands stay where they type. */
  const move = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const choices: readonly (MatterId | null)[] = [null, ...found.map((matter) => matter.id)];
    const at = choices.indexOf(chosen) + (event.key === 'ArrowDown' ? 1 : -1);
    setPicked(choices[Math.min(Math.max(at, 0), choices.length - 1)] ?? null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Before the list is there, nobody knows what was meant.
    if (busy !== null || (searching && catalogue === 'loading')) return;
    void counter
      .command('issue', '', (caller, head, options) => caller.issue({ ...head, matterId: chosen, priority }, options))
      .then(onClose);
  };

  return (
    <dialog ref={dialog} className="dialog issue" aria-labelledby="issue-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="issue-title">{t('counter:issue.title')}</h2>
        <label className="field">
          <span>{t('counter:issue.search')}</span>
          <span className="search">
            <Search aria-hidden className="search-icon" />
            <input
              ref={search}
              value={typed}
              maxLength={30}
              autoComplete="off"
              spellCheck={false}
              placeholder={t('counter:issue.searchHint')}
              onChange={(event) => type(event.target.value)}
              onKeyDown={move}
            />
          </span>
        </label>
        <p className="aloud" role="status">
          {searching && typeof catalogue !== 'string' && t('counter:issue.found', { count: found.length })}
        </p>
        <fieldset className="scroll choices">
          <legend className="aloud">{t('counter:issue.search')}</legend>
          <Choice group={group} checked={chosen === null} name={t('counter:issue.unsure')} plain={null} onChoose={() => setPicked(null)} />
          {found.map((matter: Matter) => (
            <Choice
              key={matter.id}
              group={group}
              checked={chosen === matter.id}
              name={matter.name}
              plain={matter.plain}
              onChoose={() => setPicked(matter.id)}
            />
          ))}
          {catalogue === 'loading' && <p className="empty">{t('counter:issue.loading')}</p>}
          {catalogue === 'not-loaded' && <p className="empty">{t('counter:issue.notLoaded')}</p>}
          {typeof catalogue !== 'string' && found.length === 0 && <p className="empty">{t('counter:issue.nothing')}</p>}
        </fieldset>
        <label className="tick">
          <input type="checkbox" checked={priority} onChange={(event) => setPriority(event.target.checked)} />
          <span>
            {t('counter:issue.priority')}
            <small>{t('counter:issue.priorityHint')}</small>
          </span>
        </label>
        <div className="dialog-foot">
          <button type="submit" className="button button-primary" aria-disabled={busy !== null} aria-busy={busy !== null}>
            {busy === null ? t('counter:issue.submit') : t('counter:busy')}
            <kbd>Enter</kbd>
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t('counter:issue.cancel')}
            <kbd>Esc</kbd>
          </button>
        </div>
      </form>
    </dialog>
  );
}

type ChoiceProps = {
  readonly group: string;
  readonly checked: boolean;
  readonly name: string;
  readonly plain: string | null;
  readonly onChoose: () => void;
};

function Choice({ group, checked, name, plain, onChoose }: ChoiceProps) {
  const row = useRef<HTMLLabelElement>(null);
  useEffect(() => {
    if (checked) row.current?.scrollIntoView({ block: 'nearest' });
  }, [checked]);
  return (
    <label ref={row} className="choice">
      <input type="radio" name={group} checked={checked} onChange={onChoose} />
      <span className="choice-name">{name}</span>
      {plain !== null && <small>{plain}</small>}
    </label>
  );
}
