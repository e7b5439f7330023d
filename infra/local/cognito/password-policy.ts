import { Refusal } from './refusal.ts';

/** Cognito's default policy, which `Passw0rd!` meets: 8 to 256 characters, of each of four kinds. */
const rules: readonly (readonly [met: (password: string) => boolean, message: string])[] = [
  [(password) => password.length >= 8 && password.length <= 256, 'Password not long enough'],
  [(password) => /\d/.test(password), 'Password must have numeric characters'],
  [(password) => /[a-z]/.test(password), 'Password must have lowercase characters'],
  [(password) => /[A-Z]/.test(password), 'Password must have uppercase characters'],
  // The characters that count as symbols [Amazon Cognito Developer Guide, "Adding user pool password requirements"].
  [
    (password) => /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(password.trim()),
    'Password must have symbol characters',
  ],
];

/** Throws `InvalidPasswordException`. */
export const checkPassword = (password: string): void => {
  const broken = rules.find(([met]) => !met(password));
  if (broken !== undefined)
    throw new Refusal('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
};
