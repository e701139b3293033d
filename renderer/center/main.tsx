import '../theme/strict-zod.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../theme/theme.css';
import './center.css';
import './ticket-rows.css';
import { ConsolePage } from './console-page.tsx';

/** The service center's console: sign in, and see what the halls hand in. */
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <ConsolePage />
  </StrictMode>,
);
