import type { Intent } from '../../src/kiosk/view.ts';
import { BigButton, type BigButtonProps } from '../parts/big-button.tsx';
import { sameIntent, useKiosk } from './use-kiosk.ts';

/** A button that says an intent, and is busy while it is on its way. */
export function IntentButton({ intent, ...button }: Omit<BigButtonProps, 'onPress' | 'busy'> & { readonly intent: Intent }) {
  const { act, busy } = useKiosk();
  return <BigButton {...button} busy={sameIntent(busy, intent)} onPress={() => act(intent)} />;
}
