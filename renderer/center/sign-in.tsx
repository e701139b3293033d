import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Mark } from '../parts/mark.tsx';
import { centerClient } from './center-client.ts';
import { t } from './center-words.ts';

type Shown =
  | { readonly kind: 'quiet' | 'ended' | 'checking' | 'refused' | 'not-reached' }
  | { readonly kind: 'locked'; readonly seconds: number };

/** Account and password. The password stays in the field's own memory and is emptied with every answer. */
export function SignIn({ ended, onSignedIn }: { readonly ended: boolean; readonly onSignedIn: () => void }) {
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
    if (shown.kind === 'checking' || shown.kind === 'locked') return;
    const typed = { account: account.current!.value.trim(), password: password.current!.value };
    if (typed.account === '') return account.current!.focus();
    if (typed.password === '') return password.current!.focus();
    setShown({ kind: 'checking' });
    try {
      const answer = await centerClient.signIn(typed.account, typed.password);
      if (answer.kind === 'signed-in') return onSignedIn();
      setShown(answer);
    } catch {
      setShown({ kind: 'not-reached' });
    }
    password.current!.value = '';
    password.current!.focus();
  }

  const words = wordsOf(shown);
  const waits = shown.kind === 'checking' || shown.kind === 'locked';
  return (
    <main className="alone">
      <form className="sheet" onSubmit={(event) => void submit(event)} noValidate aria-labelledby="sign-in-title">
        <Mark />
        <h1 id="sign-in-title">{t('center:signIn.title')}</h1>
        <p className="lead">{t('center:signIn.lead')}</p>
        <label className="field">
          <span>{t('center:signIn.account')}</span>
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
          <span>{t('center:signIn.password')}</span>
          <input
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={200}
            aria-describedby="sign-in-said"
          />
        </label>
        <p id="sign-in-said" className={words === null ? 'sign-in-said' : 'sign-in-said said'} role="status">
          {words}
        </p>
        <button type="submit" className="button button-primary sign-in-go" aria-disabled={waits}>
          {t(shown.kind === 'checking' ? 'center:signIn.checking' : 'center:signIn.submit')}
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
      return t('center:signIn.locked', { seconds: shown.seconds });
    case 'ended':
      return t('center:signIn.ended');
    case 'refused':
      return t('center:signIn.refused');
    case 'not-reached':
      return t('center:signIn.notReached');
  }
}
