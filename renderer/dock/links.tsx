import { ArrowUpRight } from 'lucide-react';
import type { DockState } from './dock-state.ts';
import { words } from './words.ts';

type Account = DockState['accounts']['counter'][number];

/** The four faces of the product, with what opens them. */
export function Links({ state: { urls, host, accounts } }: { readonly state: DockState }) {
  return (
    <ul className="links">
      <li>
        {host === 'electron' ? <b>{words.pages.kiosk}</b> : <Out href={urls.kiosk}>{words.pages.kiosk}</Out>}
        <p>{words.pages.kioskNote[host]}</p>
      </li>
      <li>
        <Out href={urls.counter}>{words.pages.counter}</Out>
        <SignIn accounts={accounts.counter} />
      </li>
      <li>
        <Out href={urls.display}>{words.pages.display}</Out>
        <p>{words.pages.displayNote}</p>
      </li>
      <li>
        <Out href={urls.center}>{words.pages.center}</Out>
        <SignIn accounts={accounts.center} />
      </li>
    </ul>
  );
}

function Out({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
      <ArrowUpRight aria-hidden="true" />
    </a>
  );
}

function SignIn({ accounts: [first, ...others] }: { readonly accounts: readonly Account[] }) {
  if (!first) return null;
  return (
    <p>
      {words.pages.account} <code>{first.id}</code>
      {' · '}
      {words.pages.password} <code>{first.password}</code>
      {others.length > 0 && <small>{words.pages.orOthers(others.map(({ id }) => id).join('、'))}</small>}
    </p>
  );
}
