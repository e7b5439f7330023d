import { showTheme } from '../session/theme.ts';
import { findPreferredLanguage } from '../texts/preferred-language.ts';
import { findFirstViewLanguage, pageIsLive } from './first-view.ts';
import { holdSubmit } from './hold-submit.ts';

// Runs before the first paint, and long before the page's other scripts arrive. It must stay small, so it imports
// little.

const show = (name: string, language: string): Element | null => {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-${name}="${language}"]`);
  const root = document.getElementById('root');
  if (template === null || root === null) return null;
  root.replaceChildren(template.content.cloneNode(true));
  document.documentElement.lang = language;
  return root;
};

showTheme();
const language = findFirstViewLanguage();
if (language !== undefined) show('first-view', language);

const release = holdSubmit();
const onFailedLoad = ({ target }: Event): void => {
  if (!(target instanceof HTMLScriptElement)) return;
  const shown = show('not-loaded', findPreferredLanguage());
  shown?.querySelector('button')?.addEventListener('click', () => location.reload());
};
// An element's load error does not bubble: only listeners in the capture phase get it.
addEventListener('error', onFailedLoad, true);
addEventListener(
  pageIsLive,
  () => {
    removeEventListener('error', onFailedLoad, true);
    release();
  },
  { once: true },
);
