import { useId, type ReactNode } from 'react';

/** A card of the panel with its heading. */
export function Section({ title, icon, children }: { readonly title: string; readonly icon: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>
        <span className="icon" aria-hidden="true">
          {icon}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}
