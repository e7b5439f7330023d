import { createRoot, hydrateRoot } from 'react-dom/client';
import { findFirstViewLanguage, isFirstViewShown, pageIsLive } from './first-view/first-view.ts';
import { Page } from './page.tsx';
import { createConfigSource } from './session/config.ts';
import { showTheme } from './session/theme.ts';

const configs = createConfigSource();

const start = (): void => {
  const root = document.getElementById('root');
  if (root === null) return;
  const language = findFirstViewLanguage();
  if (language !== undefined && isFirstViewShown(root))
    hydrateRoot(root, <Page configs={configs} language={language} />);
  else {
    showTheme();
    createRoot(root).render(<Page configs={configs} />);
  }
  dispatchEvent(new Event(pageIsLive));
};

// Let the browser paint index.html first. A tab in the background paints nothing.
if (document.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(start));
else start();
