import { t } from './use-kiosk.ts';
import './bring-list.css';

/** What to bring to the window, each thing whole on its line. */
export function BringList({ items }: { readonly items: readonly string[] }) {
  if (items.length === 0) return <>{t('kiosk:matter.bringNothing')}</>;
  return (
    <ul className="bring-list">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
