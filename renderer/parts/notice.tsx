import { CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './notice.css';

/** Something to know, to mind, that is done, or that stops. Colour, mark and words say the same. */
export type NoticeTone = 'info' | 'mind' | 'done' | 'stop';

const MARKS: Record<NoticeTone, LucideIcon> = { info: Info, mind: TriangleAlert, done: CircleCheck, stop: TriangleAlert };

export interface NoticeProps {
  readonly tone: NoticeTone;
  readonly children: ReactNode;
  /** Read aloud when it changes. */
  readonly live?: boolean;
  /** What must not be missed is a size larger. */
  readonly large?: boolean;
}

export function Notice({ tone, children, live = false, large = false }: NoticeProps) {
  const Mark = MARKS[tone];
  return (
    <div className={`notice notice-${tone} ${large ? 'notice-large' : ''}`} role={live ? 'status' : undefined}>
      <Mark className="notice-mark" aria-hidden />
      <div className="notice-words">{children}</div>
    </div>
  );
}
