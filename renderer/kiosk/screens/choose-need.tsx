import { CircleHelp, Keyboard as KeyboardIcon, KeyboardOff, Search } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import { findMatters } from '../../../src/domain/find-matters.ts';
import type { Matter } from '../../../src/domain/matter.ts';
import { BigButton } from '../../parts/big-button.tsx';
import { ChoiceList } from '../../parts/choice-list.tsx';
import { Pager } from '../../parts/pager.tsx';
import { pageOf } from '../../parts/paging.ts';
import { IntentButton } from '../intent-button.tsx';
import { Stage } from '../stage.tsx';
import { useIsPortrait } from '../use-is-portrait.ts';
import { t, useKiosk } from '../use-kiosk.ts';
import { CANDIDATE_FIELD_CHARACTERS_MAX, TypeAid } from './type-aid.tsx';
import './choose-need.css';

/**
 * What has the resident come for? Common matters as large targets; a search that understands Chinese, pinyin and
 * initials; and always in sight the way out for who can't say: 不清楚，帮我选. What is typed never leaves this page.
 */
const COLUMNS = 2;
const ROWS = { portrait: { browsing: 5, typing: 4 }, landscape: { browsing: 4, typing: 4 } } as const;
/** Characters that a target has room for: a longer name fills it alone, without its plain line. */
const ROOM = { portrait: { name: 12, plain: 15 }, landscape: { name: 10, plain: 13 } } as const;

export function ChooseNeed() {
  const { catalogue, act, busy } = useKiosk();
  const portrait = useIsPortrait();
  const [typed, setTyped] = useState('');
  const [keysOut, setKeysOut] = useState(false);
  const [asked, setAsked] = useState(0);
  // Lying, the panel has room for the keyboard beside the list, so it is simply there.
  const typing = !portrait || keysOut || typed !== '';

  const type = (next: string): void => {
    setTyped([...next].slice(0, CANDIDATE_FIELD_CHARACTERS_MAX).join(''));
    setAsked(0);
  };
  const matters = catalogue?.matters ?? [];
  const searching = typed.trim() !== '';
  const found = searching ? findMatters(typed, matters) : commonFirst(matters);
  const way = portrait ? 'portrait' : 'landscape';
  const rows = ROWS[way][typing ? 'typing' : 'browsing'];
  const { items, page, pages } = pageOf(found, asked, COLUMNS * rows);
  const busyId = busy?.kind === 'choose-matter' ? busy.matterId : null;
  const none = searching && found.length === 0;
  const told = !catalogue
    ? t('kiosk:need.loading')
    : searching
      ? none
        ? t('kiosk:need.none', { typed })
        : t('kiosk:need.found', { count: found.length })
      : t('kiosk:need.common', { count: found.length });

  const field = (
    <div className="need-search">
      <SearchField className="need-field" value={typed} onChange={type} aria-label={t('kiosk:need.field')}>
        <Label className="aloud">{t('kiosk:need.field')}</Label>
        <Search className="need-field-icon" aria-hidden />
        <Input
          className="need-field-input"
          // The system's own keyboard never comes up: ours does.
          inputMode="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          placeholder={typing ? t('kiosk:need.placeholderTyping') : t('kiosk:need.placeholder')}
          onPointerUp={() => setKeysOut(true)}
        />
      </SearchField>
      {/* Outside of the field, which would take a button within it for its own cross. */}
      {portrait && (
        <BigButton
          tone="quiet"
          icon={typing ? KeyboardOff : KeyboardIcon}
          onPress={() => {
            setKeysOut(!typing);
            if (typing) type('');
          }}
        >
          {typing ? t('kiosk:need.close') : t('kiosk:need.open')}
        </BigButton>
      )}
    </div>
  );
  const aid = typing && <TypeAid typed={typed} onType={type} matters={matters} />;
  const list = (
    <section className="need-list">
      <p className={none ? 'aloud' : 'need-told'} role="status">
        {told}
      </p>
      {none ? (
        <div className="need-none">
          <p className="need-none-title" aria-hidden>
            {told}
          </p>
          <p>{t('kiosk:need.noneHint')}</p>
        </div>
      ) : (
        <ChoiceList
          label={told}
          columns={COLUMNS}
          rows={rows}
          busyId={busyId}
          choices={items.map(({ id, name, plain }) => ({
            id,
            name,
            ...(widthOf(name) <= ROOM[way].name && widthOf(plain) <= ROOM[way].plain ? { plain } : {}),
          }))}
          onChoose={(id) => {
            const chosen = items.find((matter) => matter.id === id);
            if (chosen) act({ kind: 'choose-matter', matterId: chosen.id });
          }}
        />
      )}
      <div className="need-low">
        <IntentButton intent={{ kind: 'choose-matter', matterId: null }} icon={CircleHelp} tone={none ? 'primary' : 'secondary'}>
          {t('kiosk:need.unsure')}
        </IntentButton>
        <Pager
          page={page}
          pages={pages}
          onPage={setAsked}
          words={{ previous: t('kiosk:page.previous'), next: t('kiosk:page.next'), of: t('kiosk:page.of', { page: page + 1, pages }) }}
        />
      </div>
    </section>
  );

  return (
    <div className={`need ${typing ? 'need-typing' : ''}`}>
      <Stage
        fill
        title={t('kiosk:need.title')}
        {...(portrait && typing ? {} : { hint: t('kiosk:need.hint') })}
        tell={
          <>
            {field}
            {!portrait && aid}
          </>
        }
      >
        {list}
        {portrait && aid}
      </Stage>
    </div>
  );
}

const commonFirst = (matters: readonly Matter[]): readonly Matter[] => [
  ...matters.filter(({ common }) => common),
  ...matters.filter(({ common }) => !common),
];

/** In Chinese characters: letters and figures are half as wide. */
const widthOf = (text: string): number => [...text].reduce((width, character) => width + (character < '\u2000' ? 0.55 : 1), 0);
