import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../shared/tokens.css';
import './staff.css';
import { App } from './app/App';
import { prefs } from './app/prefs';
import { startLanguage } from './i18n';

prefs.start();
if (window.isSecureContext) void navigator.serviceWorker?.register('/s/sw.js').catch(() => undefined);
void startLanguage().then(() => {
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
});
