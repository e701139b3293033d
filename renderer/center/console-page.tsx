import { useEffect, useState } from 'react';
import { t, timeWords } from './center-words.ts';
import { ConsoleHead } from './console-head.tsx';
import { DayBar } from './day-bar.tsx';
import { SignIn } from './sign-in.tsx';
import { TerminalList } from './terminal-list.tsx';
import { TicketStory } from './ticket-story.tsx';
import { TicketTable } from './ticket-table.tsx';
import { useConsole } from './use-console.ts';

/** The console's two faces: who are you, and a day in the halls. */
export function ConsolePage() {
  const center = useConsole();
  const [chosen, setChosen] = useState<string | null>(null);
  const { phase, me, shown, line } = center;
  useEffect(() => {
    document.title = me === null ? t('center:title') : `${me.cityName} · ${t('center:title')}`;
  }, [me]);

  if (phase === 'signed-out') return <SignIn ended={center.ended} onSignedIn={center.begin} />;
  if (phase === 'starting' || me === null || shown === null)
    return (
      <main className="alone">
        <h1 className="aloud">{t('center:title')}</h1>
        <p className="alone-waiting" role="status">
          {t(line === 'lost' ? 'center:head.lost' : 'center:head.connecting')}
        </p>
      </main>
    );

  const story = shown.tickets.find((ticket) => ticket.id === chosen) ?? null;
  return (
    <div className="console">
      <ConsoleHead me={me} line={line} now={shown.now} onSignOut={center.signOut} />
      <div role="status" className="console-line">
        {line === 'lost' && <p className="line-lost">{t('center:lineLost', { time: timeWords(shown.now) })}</p>}
      </div>
      <main className="console-main">
        <h1 className="aloud">{t('center:title')}</h1>
        <section className="card tickets" aria-labelledby="tickets-title">
          <DayBar shown={shown} chosen={center.day} onChoose={center.chooseDay} />
          <TicketTable shown={shown} chosen={chosen} onChoose={setChosen} today={center.day === null} />
        </section>
        <div className="console-side">
          <TerminalList terminals={shown.terminals} now={shown.now} />
          <TicketStory ticket={story} onClose={() => setChosen(null)} />
        </div>
      </main>
    </div>
  );
}
