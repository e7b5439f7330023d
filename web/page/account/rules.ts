/** The password rules of the CDK app's user pool (`rules.test.ts` compares the two). */
export const passwordRules = {
  long: (password: string) => password.length >= 8 && password.length <= 256,
  lower: (password: string) => /[a-z]/.test(password),
  upper: (password: string) => /[A-Z]/.test(password),
  digit: (password: string) => /\d/.test(password),
  // [Amazon Cognito Developer Guide, "Adding user pool password requirements"]
  symbol: (password: string) => /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(password),
  edges: (password: string) => password !== '' && !/^\s|\s$/.test(password),
} as const satisfies Readonly<Record<string, (password: string) => boolean>>;

export type PasswordRule = keyof typeof passwordRules;

export const isGoodPassword = (password: string): boolean => Object.values(passwordRules).every((met) => met(password));

/** Catches typos. Only a mail can tell whether the mailbox exists. */
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/** Parses a six-digit code of a mail or an authenticator app. Ignores spaces, which people often copy with it. */
export const parseCode = (typed: string): string | undefined => {
  const code = typed.replace(/\s/g, '');
  return /^\d{6}$/.test(code) ? code : undefined;
};
