/** What a password has to have, as the user pool of the CDK app wants it (`rules.test.ts` holds the two together). */
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

/** A slip is seen by it; whether there is such a mailbox, the mail tells. */
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/** Six digits, as codes of mails and of authenticator apps are, with the spaces that people copy. */
export const parseCode = (typed: string): string | undefined => {
  const code = typed.replace(/\s/g, '');
  return /^\d{6}$/.test(code) ? code : undefined;
};
