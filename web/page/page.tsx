import { StrictMode } from 'react';
import '../shared/theme.css';
import './layout.css';
import { App } from './app.tsx';
import type { ConfigSource } from './session/config.ts';
import { SignInProvider } from './session/sign-in-provider.tsx';
import { LanguageProvider } from './texts/language.tsx';
import type { Language } from './texts/texts.ts';
import { ToastProvider } from './ui/toasts.tsx';

interface PageProps {
  readonly configs: ConfigSource;
  readonly language?: Language | undefined;
}

export const Page = ({ configs, language }: PageProps) => (
  <StrictMode>
    <LanguageProvider first={language}>
      <ToastProvider>
        <SignInProvider configs={configs}>
          <App />
        </SignInProvider>
      </ToastProvider>
    </LanguageProvider>
  </StrictMode>
);
