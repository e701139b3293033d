import { LoaderCircle } from 'lucide-react';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Intent } from '../../src/kiosk/view.ts';
import type { Connection } from './connection.ts';
import { createIntentSender } from './intent-sender.ts';
import { KioskContext, t } from './use-kiosk.ts';
import { Visit } from './visit.tsx';

const monotonicMs = (): number => performance.now();

/** The page: a visit while there is a line, a calm word while there is none. */
export function App({ connection }: { readonly connection: Connection }) {
  const shown = useSyncExternalStore(connection.subscribe, connection.shown);
  const [busy, setBusy] = useState<Intent | null>(null);
  const sender = useMemo(
    () =>
      createIntentSender({
        send: connection.intent,
        onBusy: setBusy,
        after: (delayMs, run) => {
          const timer = setTimeout(run, delayMs);
          return () => clearTimeout(timer);
        },
        now: monotonicMs,
      }),
    [connection],
  );
  const view = shown.kind === 'shown' ? shown.view : null;
  useEffect(() => sender.viewed(view), [sender, view]);
  useEffect(() => {
    document.addEventListener('pointerdown', sender.touch);
    document.addEventListener('keydown', sender.touch);
    return () => {
      document.removeEventListener('pointerdown', sender.touch);
      document.removeEventListener('keydown', sender.touch);
    };
  }, [sender]);
  const catalogue = shown.kind === 'shown' ? shown.catalogue : null;
  const kiosk = useMemo(() => view && { view, catalogue, act: sender.act, busy }, [view, catalogue, sender, busy]);

  if (!kiosk) return <NoLine takenOver={shown.kind === 'taken-over'} />;
  return (
    <KioskContext value={kiosk}>
      {/* A new visit is a new tree: nothing that the last person chose or typed is left in it. */}
      <Visit key={kiosk.view.visitId} />
    </KioskContext>
  );
}

function NoLine({ takenOver }: { readonly takenOver: boolean }) {
  const words = takenOver ? ('kiosk:takenOver' as const) : ('kiosk:restoring' as const);
  return (
    <main className="no-line" role="status">
      {!takenOver && <LoaderCircle className="ending-turning" aria-hidden />}
      <h1>{t(`${words}.title`)}</h1>
      <p>{t(`${words}.hint`)}</p>
    </main>
  );
}
