import { useEffect, useRef } from 'react';

type ConfirmProps = {
  readonly title: string;
  readonly lead: string;
  readonly stay: string;
  readonly go: string;
  readonly onStay: () => void;
  readonly onGo: () => void;
};

/** A question with two verbs for answers; Esc and the first answer change nothing. */
export function Confirm({ title, lead, stay, go, onStay, onGo }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog confirm" aria-labelledby="confirm-title" onCancel={onStay} onClose={onStay}>
      <h2 id="confirm-title">{title}</h2>
      <p className="lead">{lead}</p>
      <div className="dialog-foot">
        <button type="button" className="button button-primary" onClick={onStay} autoFocus>
          {stay}
          <kbd>Esc</kbd>
        </button>
        <button type="button" className="button" onClick={onGo}>
          {go}
        </button>
      </div>
    </dialog>
  );
}
