import { useState } from 'react';
import { CreditCard, Monitor, Network, Power, Printer, ReceiptText, RotateCcw } from 'lucide-react';
import { Choice } from './choice.tsx';
import { Links } from './links.tsx';
import { Section } from './section.tsx';
import { Slips } from './slips.tsx';
import { useDock, type Dock } from './use-dock.ts';
import type { DockState } from './dock-state.ts';
import { words } from './words.ts';

/** What fits into one cell of the persons' grid. */
const LABEL_LENGTH_SHORT_MAX = 5;

/** The panel beside the terminal: everything in a hall that is not the terminal, played by one person. */
export function DockPage() {
  const dock = useDock();
  const { state, lost, sentence, busy } = dock;
  return (
    <>
      <header className="head">
        <h1>
          {words.title}
          <span className="seal">演示</span>
        </h1>
        <p>{words.lead}</p>
        <p className="said" role="status" data-kind={lost || sentence ? 'stop' : 'quiet'} aria-busy={busy}>
          {lost ? words.lost : (sentence ?? (state ? '' : words.connecting))}
        </p>
      </header>
      {state && <Sections dock={dock} state={state} />}
    </>
  );
}

function Sections({ dock, state }: { readonly dock: Dock; readonly state: DockState }) {
  return (
    <main className="sections">
      <Section title={words.pages.title} icon={<Monitor />}>
        <Links state={state} />
      </Section>
      <Reader dock={dock} state={state} />
      <PrinterSection dock={dock} state={state} />
      <Section title={words.slips.title} icon={<ReceiptText />}>
        <Slips slips={state.slips} onTake={() => dock.run({ do: 'take-slips' })} />
      </Section>
      <Section title={words.network.title} icon={<Network />}>
        <Choice
          quiet
          label={words.network.title}
          options={words.network.states}
          value={state.network.state}
          onChoose={(to) => dock.run({ do: 'network', state: to })}
        />
        {state.network.repliesLost > 0 && <p className="note">{words.network.lost(state.network.repliesLost)}</p>}
      </Section>
      <Machines dock={dock} state={state} />
      <Reset dock={dock} />
    </main>
  );
}

function Reader({ dock, state: { reader, persons } }: { readonly dock: Dock; readonly state: DockState }) {
  const lying = persons.find(({ key }) => key === reader.card);
  return (
    <Section title={words.reader.title} icon={<CreditCard />}>
      <div className="line">
        <p data-kind={lying ? 'on' : 'quiet'}>{lying ? words.reader.lies(lying.label) : words.reader.empty}</p>
        {lying && (
          <button type="button" className="button" onClick={() => dock.run({ do: 'take-card' })}>
            {words.reader.take}
          </button>
        )}
      </div>
      <ul className="persons">
        {persons.map(({ key, label, note }) => (
          <li key={key} data-long={label.length > LABEL_LENGTH_SHORT_MAX}>
            <button
              type="button"
              className="person"
              aria-pressed={key === reader.card}
              onClick={() => dock.run(key === reader.card ? { do: 'take-card' } : { do: 'put-card', person: key })}
            >
              <b>{label}</b>
              <span>{note}</span>
            </button>
          </li>
        ))}
      </ul>
      <Choice
        label={words.reader.fault}
        options={words.reader.faults}
        value={reader.fault ?? 'none'}
        onChoose={(fault) => dock.run({ do: 'reader', fault: fault === 'none' ? null : fault })}
      />
    </Section>
  );
}

function PrinterSection({ dock, state: { printer } }: { readonly dock: Dock; readonly state: DockState }) {
  return (
    <Section title={words.printer.title} icon={<Printer />}>
      <Choice
        label={words.printer.paper}
        options={words.printer.papers}
        value={printer.paper}
        onChoose={(paper) => dock.run({ do: 'paper', paper })}
      />
      <Choice
        label={words.printer.cover}
        options={words.printer.covers}
        value={printer.cover}
        onChoose={(cover) => dock.run({ do: 'cover', cover })}
      />
      <Choice
        label={words.printer.fault}
        options={words.printer.faults}
        value={printer.fault ?? 'none'}
        onChoose={(fault) => dock.run({ do: 'printer', fault: fault === 'none' ? null : fault })}
      />
      {printer.waitingBytes > 0 && <p className="note">{words.printer.waiting(printer.waitingBytes)}</p>}
    </Section>
  );
}

function Machines({ dock, state: { kiosk, center } }: { readonly dock: Dock; readonly state: DockState }) {
  const { machines } = words;
  const act = (part: 'kiosk' | 'center', what: string) => () => dock.run({ do: part, act: what });
  const status = (pid: number | null): string => (pid === null ? machines.stands : machines.runs(pid));
  return (
    <Section title={machines.title} icon={<Power />}>
      <ul className="machines">
        {(['kiosk', 'center'] as const).map((part) => {
          const pid = part === 'kiosk' ? kiosk.pid : center.pid;
          return (
            <li key={part}>
              <p>
                <b>{machines[part]}</b>
                <span data-kind={pid === null ? 'stop' : 'quiet'}>{status(pid)}</span>
              </p>
              <div className="buttons">
                {pid === null ? (
                  <Act busy={dock.busy} name={`${machines.start}${machines[part]}`} onPress={act(part, 'start')}>
                    {machines.start}
                  </Act>
                ) : (
                  <>
                    <Act busy={dock.busy} name={`${machines.restart}${machines[part]}`} onPress={act(part, 'restart')}>
                      {machines.restart}
                    </Act>
                    <Act busy={dock.busy} name={`${machines[part]}${machines.stop}`} onPress={act(part, 'stop')}>
                      {machines.stop}
                    </Act>
                    <Act busy={dock.busy} name={`${machines[part]}${machines.power}`} onPress={act(part, 'kill')}>
                      {machines.power}
                    </Act>
                  </>
                )}
              </div>
            </li>
          );
        })}
        <li>
          <p>
            <b>{machines.devices}</b>
            <span data-kind="quiet">{kiosk.pid !== null && kiosk.devices === null ? machines.unknown : status(kiosk.devices)}</span>
          </p>
          <div className="buttons">
            {kiosk.devices !== null && (
              <Act busy={dock.busy} name={`${machines.kill}${machines.devices}`} onPress={() => dock.run({ do: 'kill-devices' })}>
                {machines.kill}
              </Act>
            )}
          </div>
        </li>
      </ul>
    </Section>
  );
}

function Act({
  name,
  busy,
  onPress,
  children,
}: {
  readonly name: string;
  readonly busy: boolean;
  readonly onPress: () => void;
  readonly children: string;
}) {
  return (
    <button type="button" className="button" aria-label={name} disabled={busy} onClick={onPress}>
      {children}
    </button>
  );
}

function Reset({ dock }: { readonly dock: Dock }) {
  const [asked, setAsked] = useState(false);
  return (
    <Section title={words.reset.title} icon={<RotateCcw />}>
      <div className="line">
        <p data-kind="quiet">{words.reset.allNote}</p>
        <button type="button" className="button button-primary" disabled={dock.busy} onClick={() => dock.run({ do: 'reset' })}>
          {words.reset.all}
        </button>
      </div>
      <div className="line">
        <p data-kind="quiet">{words.reset.dataNote}</p>
        <button
          type="button"
          className="button button-seal"
          disabled={dock.busy}
          onBlur={() => setAsked(false)}
          onClick={() => {
            setAsked(!asked);
            if (asked) dock.run({ do: 'reset', data: true });
          }}
        >
          {asked ? words.reset.dataSure : words.reset.data}
        </button>
      </div>
    </Section>
  );
}
