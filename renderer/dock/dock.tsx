import '../theme/strict-zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../theme/theme.css';
import './dock.css';
import { DockPage } from './dock-page.tsx';

/** The demo's panel. It is built for the demo and the tests, and left out of every package. */
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <DockPage />
  </StrictMode>,
);
