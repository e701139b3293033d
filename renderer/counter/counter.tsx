import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../theme/theme.css';
import './counter.css';
import { CounterPage } from './counter-page.tsx';

/** The page for staff at a window: sign in, choose the window, call. */
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <CounterPage />
  </StrictMode>,
);
