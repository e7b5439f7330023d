/**
 * A user's preferences for the page. They say nothing about who the user is, so they stay on the device after signing
 * out.
 */
export type Preference = 'language' | 'theme';

const formatKey = (preference: Preference): string => `owned-notes/${preference}`;

/** Returns the stored choice, if it is one of `choices`. Blocked storage remembers nothing. */
export const readPreference = <T extends string>(preference: Preference, choices: readonly T[]): T | undefined => {
  try {
    const kept = localStorage.getItem(formatKey(preference));
    return choices.find((choice) => choice === kept);
  } catch {
    return undefined;
  }
};

export const writePreference = (preference: Preference, choice: string | undefined): void => {
  try {
    if (choice === undefined) localStorage.removeItem(formatKey(preference));
    else localStorage.setItem(formatKey(preference), choice);
  } catch {
    // It holds until the page is left.
  }
};
