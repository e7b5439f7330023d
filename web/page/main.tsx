import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../shared/theme.css';
import './layout.css';
import { App } from './app.tsx';
import { configSource } from './session/config.ts';
import { SignInProvider } from './session/sign-in-provider.tsx';
import { showTheme } from './session/theme.ts';
import { LanguageProvider } from './texts/language.tsx';
import { ToastProvider } from './ui/toasts.tsx';

showTheme();
const configs = configSource();
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <ToastProvider>
          <SignInProvider configs={configs}>
            <App />
          </SignInProvider>
        </ToastProvider>
      </LanguageProvider>
    </StrictMode>,
  );
