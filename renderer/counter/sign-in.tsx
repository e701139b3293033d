import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Mark } from '../parts/mark.tsx';
import { isAnswered, type CounterClient } from './counter-client.ts';
import { t } from './counter-words.ts';

type Shown =
  | { readonly kind: 'quiet' | 'ended' | 'checking' | 'refused' | 'not-reached' | 'cannot-save' }
  | { readonly kind: 'locked'; readonly seconds: number };

/** Account and password. The password stays in the field's own memory and is emptied with every answer. */
export function SignIn({
  client,
  ended,
  onSignedIn,
}: {
  readonly client: CounterClient;
  readonly ended: boolean;
  readonly onSignedIn: () => void;
}) {
  const [shown, setShown] = useState<Shown>({ kind: ended ? 'ended' : 'quiet' });
  const account = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => account.current?.focus(), []);
  useEffect(() => {
    if (shown.kind !== 'locked') return;
    const timer = setTimeout(() => setShown(shown.seconds > 1 ? { kind: 'locked', seconds: shown.seconds - 1 } : { kind: 'quiet' }), 1_000);
    return () => clearTimeout(timer);
  }, [shown]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const typed = { account: account.current!.value.trim(), password: password.current!.value };
    if (shown.kind === 'checking' || shown.kind === 'locked') return;
    if (typed.account === '') return account.current!.focus();
    if (typed.password === '') return password.current!.focus();
    setShown({ kind: 'checking' });
    try {
      const answer = await client.signIn(typed);
      if (answer.kind === 'signed-in') return onSignedIn();
      setShown(answer);
    } catch (cause) {
      setShown({ kind: isAnswered(cause) ? 'cannot-save' : 'not-reached' });
    }
    password.current!.value = '';
    password.current!.focus();
  }

  const words = wordsOf(shown);
  return (
    <main className="alone">
      <form className="sheet sign-in" onSubmit={(event) => void submit(event)} noValidate aria-labelledby="sign-in-title">
        <Mark />
        <h1 id="sign-in-title">{t('counter:signIn.title')}</h1>
        <p className="lead">{t('counter:signIn.lead')}</p>
        <label className="field">
          <span>{t('counter:signIn.account')}</span>
          <input
            ref={account}
            name="account"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            aria-describedby="sign-in-said"
          />
        </label>
        <label className="field">
          <span>{t('counter:signIn.password')}</span>
          <input
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={200}
            aria-describedby="sign-in-said"
          />
        </label>
        <p id="sign-in-said" className={words === null ? 'sign-in-said' : 'sign-in-said said said-mind'} role="status">
          {words}
        </p>
        <button
          type="submit"
          className="button button-primary sign-in-go"
          aria-disabled={shown.kind === 'checking' || shown.kind === 'locked'}
        >
          {t(shown.kind === 'checking' ? 'counter:signIn.checking' : 'counter:signIn.submit')}
          {shown.kind !== 'checking' && <kbd>Enter</kbd>}
        </button>
      </form>
    </main>
  );
}

function wordsOf(shown: Shown): string | null {
  switch (shown.kind) {
    case 'quiet':
    case 'checking':
      return null;
    case 'locked':
      return t('counter:signIn.locked', { seconds: shown.seconds });
    case 'ended':
      return t('counter:signIn.ended');
    case 'refused':
      return t('counter:signIn.refused');
    case 'not-reached':
      return t('counter:signIn.notReached');
    case 'cannot-save':
      return t('counter:signIn.cannotSave');
  }
}
