import { readAttributes } from './attributes.ts';
import { CognitoException, invalidParameter, notAuthorized } from './cognito-exception.ts';
import { describeDelivery, isEmail } from './email.ts';
import { readPassword, readText } from './parameters.ts';
import {
  codeMismatch,
  createCode,
  createVerifier,
  type Operations,
  type Pool,
  redeemCode,
  requireClient,
} from './pool.ts';
import { createUserId, type User } from './users.ts';

const day = 24 * 60 * 60 * 1000;

/** Creates the operations for signing up with an email address and confirming it with the code that is mailed to it. */
export const signUpOperations = (pool: Pool): Operations => {
  const { users, mail, now } = pool;

  const mailCode = async (user: User) => {
    const signUpCode = createCode(pool, day);
    await users.save({ ...user, signUpCode, modified: now() });
    await mail({ to: user.email, purpose: 'sign-up', code: signUpCode.code });
    return describeDelivery(user.email);
  };

  return {
    SignUp: async (parameters) => {
      requireClient(pool, parameters);
      const email = readText(parameters, 'Username');
      const password = readPassword(parameters, 'Password');
      if (!isEmail(email)) throw invalidParameter('Username should be an email.');
      const { email: attributed = email, ...attributes } = readAttributes(parameters, 'UserAttributes', 'user');
      if (attributed.toLowerCase() !== email.toLowerCase())
        throw invalidParameter('The email attribute must be the username.');
      const sub = createUserId();
      const verifier = createVerifier(pool, sub, password);
      return users.alone(email, () =>
        users.claiming(async () => {
          if ((await users.find(email)) !== undefined) throw usernameExists();
          const times = { created: now(), modified: now() };
          const user: User = {
            sub,
            email,
            emailVerified: false,
            status: 'UNCONFIRMED',
            attributes,
            verifier,
            ...times,
          };
          return { UserConfirmed: false, UserSub: sub, ...(await mailCode(user)) };
        }),
      );
    },

    ConfirmSignUp: async (parameters) => {
      requireClient(pool, parameters);
      const username = readText(parameters, 'Username');
      const code = readText(parameters, 'ConfirmationCode');
      return users.alone(username, async () => {
        const user = await users.find(username);
        if (user === undefined) throw codeMismatch();
        if (user.status !== 'UNCONFIRMED')
          throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
        const { signUpCode, ...rest } = user;
        await redeemCode(pool, signUpCode, code, (signUpCode) => users.save({ ...user, signUpCode }));
        await users.save({ ...rest, status: 'CONFIRMED', emailVerified: true, modified: now() });
        return {};
      });
    },

    ResendConfirmationCode: async (parameters) => {
      requireClient(pool, parameters);
      const username = readText(parameters, 'Username');
      return users.alone(username, async () => {
        const user = await users.find(username);
        // The answer does not reveal who has signed up.
        if (user === undefined) return describeDelivery(username);
        if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
        return mailCode(user);
      });
    },
  };
};

export const usernameExists = () =>
  new CognitoException('UsernameExistsException', 'An account with the given email already exists.');
