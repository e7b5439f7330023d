import { readPreference, writePreference } from './preferences.ts';

/** The themes. `system` follows the system, which may change by itself in the evening. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const readTheme = (): Theme => readPreference('theme', themes) ?? 'system';

/** Shows the chosen theme. Called before the first paint, so that the page does not flash. */
export const showTheme = (theme = readTheme()): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

export const chooseTheme = (theme: Theme): void => {
  writePreference('theme', theme === 'system' ? undefined : theme);
  showTheme(theme);
};
