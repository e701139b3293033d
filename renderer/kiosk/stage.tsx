import { useEffect, useRef, type ReactNode } from 'react';
import { Sentences } from '../parts/sentences.tsx';
import './stage.css';

/**
 * One thing at a time: what it is about (above, or on the left), and what to do (below in the reach of every hand, or
 * on the right). The heading takes the focus when the screen changes, so that it is read aloud first.
 */
export interface StageProps {
  readonly title: ReactNode;
  readonly hint?: string | undefined;
  /** Above the question: a picture. */
  readonly before?: ReactNode;
  /** Below the question: what there is to know. */
  readonly tell?: ReactNode;
  /** What is looked at: a drawing, the slip. It takes the room that is left, or, lying, the left half. */
  readonly visual?: ReactNode;
  readonly children?: ReactNode;
  /** The lower part takes all the height there is (a list that fills it). */
  readonly fill?: boolean;
}

export function Stage({ title, hint, before, tell, visual, children, fill = false }: StageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main
      className={`stage ${fill ? 'stage-fill' : ''} ${visual === undefined ? '' : 'stage-pictured'} ${children === undefined ? 'stage-alone' : ''}`}
    >
      <div className="stage-tell">
        {before}
        <div className="stage-question">
          <h1 className="stage-title" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {hint !== undefined && (
            <p className="stage-hint">
              <Sentences text={hint} />
            </p>
          )}
        </div>
        {tell}
        {visual !== undefined && <div className="stage-visual">{visual}</div>}
      </div>
      {children !== undefined && <div className="stage-act">{children}</div>}
    </main>
  );
}
