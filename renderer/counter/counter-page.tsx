import { useEffect, useState } from 'react';
import { ChooseWindow } from './choose-window.tsx';
import { t } from './counter-words.ts';
import { Desk } from './desk.tsx';
import { SignIn } from './sign-in.tsx';
import { useCounter } from './use-counter.ts';
import { useTone } from './use-tone.ts';

/** Which of the counter's three faces is shown: who are you, where do you sit, and the desk itself. */
export function CounterPage() {
  const counter = useCounter();
  const [choosing, setChoosing] = useState(false);
  const { phase, view } = counter;
  const window = view?.window ?? null;
  const tone = useTone(view?.helpCalls.some((call) => call.heardBy === null) ?? false);

  useEffect(() => {
    document.title = window === null ? t('counter:title') : `${t('counter:windowNumber', { number: window })} · ${t('counter:title')}`;
  }, [window]);

  if (phase === 'signed-out')
    return <SignIn client={counter.client} ended={counter.ended} onSignedIn={() => (setChoosing(false), counter.signedIn())} />;
  if (phase !== 'signed-in' || view === null)
    return (
      <main className="alone">
        <h1 className="aloud">{t('counter:title')}</h1>
        <p className="alone-waiting" role="status">
          {t(phase === 'not-reached' || counter.line === 'lost' ? 'counter:head.line.lost' : 'counter:head.line.connecting')}
        </p>
      </main>
    );
  if (window === null || choosing) return <ChooseWindow counter={counter} view={view} onDone={() => setChoosing(false)} />;
  return <Desk counter={counter} view={view} window={window} tone={tone} onChangeWindow={() => setChoosing(true)} />;
}
