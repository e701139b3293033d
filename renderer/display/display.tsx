import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../theme/theme.css';
import './display.css';
import { DisplayPage } from './display-page.tsx';

/** The screen in the waiting zone. Nobody signs in; it shows numbers and windows, never a name. */
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <DisplayPage />
  </StrictMode>,
);
