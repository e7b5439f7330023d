import { invalidParameter, notAuthorized } from './cognito-exception.ts';
import { describeDelivery } from './email.ts';
import { readPassword, readText } from './parameters.ts';
import { checkPassword } from './password-policy.ts';
import {
  codeMismatch,
  createCode,
  createVerifier,
  type Operations,
  type Pool,
  redeemCode,
  requireClient,
  requireEnabled,
} from './pool.ts';
import type { User } from './users.ts';

const hour = 60 * 60 * 1000;

/** Saves and mails a code with which a new password can be set. */
export const mailResetCode = async (pool: Pool, user: User): Promise<object> => {
  const resetCode = createCode(pool, hour);
  await pool.users.save({ ...user, resetCode });
  await pool.mail({ to: user.email, purpose: 'forgot-password', code: resetCode.code });
  return describeDelivery(user.email);
};

/** Creates the operations for replacing a forgotten password by means of a mailed code. */
export const createForgottenPassword = (pool: Pool): Operations => {
  const { users, tokens, settings, now } = pool;
  return {
    ForgotPassword: async (parameters) => {
      requireClient(pool, parameters);
      const username = readText(parameters, 'Username');
      return users.alone(username, async () => {
        const user = await users.find(username);
        // The answer does not reveal who has signed up.
        if (user === undefined) return describeDelivery(username);
        requireEnabled(user);
        // An invited user has a temporary password, and an invitation that can be sent again.
        if (user.status === 'FORCE_CHANGE_PASSWORD')
          throw notAuthorized('User password cannot be reset in the current state.');
        if (!user.emailVerified || user.status === 'UNCONFIRMED')
          throw invalidParameter(
            'Cannot reset password for the user as there is no registered/verified email or phone_number',
          );
        return mailResetCode(pool, user);
      });
    },

    ConfirmForgotPassword: async (parameters) => {
      requireClient(pool, parameters);
      const username = readText(parameters, 'Username');
      const code = readText(parameters, 'ConfirmationCode');
      const password = readPassword(parameters, 'Password');
      // Checked first, so that the answer does not reveal who has signed up.
      checkPassword(settings.password, password);
      return users.alone(username, async () => {
        const user = await users.find(username);
        if (user === undefined) throw codeMismatch();
        const verifier = createVerifier(pool, user.sub, password);
        const { resetCode, ...rest } = requireEnabled(user);
        await redeemCode(pool, resetCode, code, (resetCode) => users.save({ ...user, resetCode }));
        await users.save({ ...rest, verifier, status: 'CONFIRMED', modified: now() });
        // Ends every sign-in made with the old password. Cognito leaves this to the client, and this project's client
        // does it there.
        await tokens.signIns.revokeAll(user.sub);
        return {};
      });
    },
  };
};
