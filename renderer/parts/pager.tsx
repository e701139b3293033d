import { ChevronLeft, ChevronRight } from 'lucide-react';
import { BigButton } from './big-button.tsx';
import './pager.css';

/** Previous, where one is, next: always in the same place, and gone when there is one page only. */
export interface PagerProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
  readonly words: { readonly previous: string; readonly next: string; readonly of: string };
}

export function Pager({ page, pages, onPage, words }: PagerProps) {
  if (pages <= 1) return null;
  return (
    <nav className="pager" aria-label={words.of}>
      <BigButton tone="quiet" icon={ChevronLeft} disabled={page === 0} onPress={() => onPage(page - 1)}>
        {words.previous}
      </BigButton>
      <span className="pager-place keep" aria-hidden>
        {page + 1} / {pages}
      </span>
      <BigButton tone="quiet" icon={ChevronRight} iconAt="end" disabled={page === pages - 1} onPress={() => onPage(page + 1)}>
        {words.next}
      </BigButton>
    </nav>
  );
}
