import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { CognitoException } from './cognito-exception.ts';

type Policy = UserPoolSettings['password'];

/** Cognito's maximum length, in characters. */
const maxLength = 256;

const listRules = (policy: Policy): readonly (readonly [met: (password: string) => boolean, message: string])[] => [
  [({ length }) => length >= policy.minLength && length <= maxLength, 'Password not long enough'],
  [(password) => !policy.requireDigits || /\d/.test(password), 'Password must have numeric characters'],
  [(password) => !policy.requireLowercase || /[a-z]/.test(password), 'Password must have lowercase characters'],
  [(password) => !policy.requireUppercase || /[A-Z]/.test(password), 'Password must have uppercase characters'],
  // The characters that count as symbols, including a space inside [Amazon Cognito Developer Guide, "Adding user pool
  // password requirements"].
  [
    (password) => !policy.requireSymbols || /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(password),
    'Password must have symbol characters',
  ],
];

/** Throws `InvalidPasswordException` if the password breaks the policy. */
export const checkPassword = (policy: Policy, password: string): void => {
  const broken = listRules(policy).find(([met]) => !met(password));
  if (broken !== undefined)
    throw new CognitoException('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
};
