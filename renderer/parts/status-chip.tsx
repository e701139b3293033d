import type { ReactNode } from 'react';
import './status-chip.css';

/** A word in a small frame: 演示, 优先号. */
export function StatusChip({ tone, children }: { readonly tone: 'mind' | 'action' | 'seal' | 'plain'; readonly children: ReactNode }) {
  return <span className={`status-chip status-chip-${tone}`}>{children}</span>;
}
