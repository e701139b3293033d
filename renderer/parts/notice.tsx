import { CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './notice.css';

/** Something to know, to mind, that is done, or that stops. Colour, mark and words say the same. */
export type NoticeTone = 'info' | 'mind' | 'done' | 'stop';

const MARKS: Record<NoticeTone, LucideIcon> = { info: Info, mind: TriangleAlert, done: CircleCheck, stop: TriangleAlert };

export function Notice({
  tone,
  children,
  live = false,
}: {
  readonly tone: NoticeTone;
  readonly children: ReactNode;
  readonly live?: boolean;
}) {
  const Mark = MARKS[tone];
  return (
    <div className={`notice notice-${tone}`} role={live ? 'status' : undefined}>
      <Mark className="notice-mark" aria-hidden />
      <div className="notice-words">{children}</div>
    </div>
  );
}
