/** What is kept of how somebody likes the page: nothing of who they are, so it stays on the device when they sign out. */
export type Preference = 'language' | 'theme';

const keyOf = (preference: Preference): string => `owned-notes/${preference}`;

/** What was chosen, if it is one of the choices that there are. Storage that is blocked remembers nothing. */
export const readPreference = <T extends string>(preference: Preference, choices: readonly T[]): T | undefined => {
  try {
    const kept = localStorage.getItem(keyOf(preference));
    return choices.find((choice) => choice === kept);
  } catch {
    return undefined;
  }
};

export const writePreference = (preference: Preference, choice: string | undefined): void => {
  try {
    if (choice === undefined) localStorage.removeItem(keyOf(preference));
    else localStorage.setItem(keyOf(preference), choice);
  } catch {
    // It holds until the page is left.
  }
};
