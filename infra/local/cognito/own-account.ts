import { text } from './parameters.ts';
import { checkPassword } from './password-policy.ts';
import {
  attributesOf,
  codeMismatch,
  delivery,
  newCode,
  type Operations,
  type Pool,
  redeem,
  requireClient,
  srpUser,
  verifierOf,
} from './pool.ts';
import { invalidParameter, notAuthorized } from './refusal.ts';
import { sameVerifier, srpVerifier } from './srp.ts';
import type { User } from './users.ts';

const hour = 60 * 60 * 1000;

/** What users do about their own account, by an access token or by a code that is mailed to them. */
export const ownAccountOperations = (pool: Pool): Operations => {
  const { users, tokens, mail, now } = pool;

  const userOf = async (accessToken: string): Promise<User> => {
    const user = await users.find(await tokens.userOfAccessToken(accessToken));
    if (user === undefined) throw notAuthorized('Invalid Access Token');
    return user;
  };

  return {
    GetUser: async (parameters) => {
      const user = await userOf(text(parameters, 'AccessToken'));
      return { Username: user.sub, UserAttributes: attributesOf(user) };
    },

    ChangePassword: async (parameters) => {
      const { sub } = await userOf(text(parameters, 'AccessToken'));
      const previous = text(parameters, 'PreviousPassword');
      const verifier = verifierOf(pool, sub, text(parameters, 'ProposedPassword'));
      return users.alone(sub, async () => {
        const user = await userOf(text(parameters, 'AccessToken'));
        const given = srpVerifier(srpUser(pool, sub), previous, user.verifier.salt);
        if (!sameVerifier(given, user.verifier)) throw notAuthorized();
        await users.save({ ...user, verifier, modified: now() });
        return {};
      });
    },

    ForgotPassword: async (parameters) => {
      requireClient(pool, parameters);
      const username = text(parameters, 'Username');
      return users.alone(username, async () => {
        const user = await users.find(username);
        // Nobody learns from this who has signed up.
        if (user === undefined) return delivery(username);
        if (!user.emailVerified)
          throw invalidParameter(
            'Cannot reset password for the user as there is no registered/verified email or phone_number',
          );
        const resetCode = newCode(pool, hour);
        await users.save({ ...user, resetCode });
        await mail({ to: user.email, purpose: 'forgot-password', code: resetCode.code });
        return delivery(user.email);
      });
    },

    ConfirmForgotPassword: async (parameters) => {
      requireClient(pool, parameters);
      const username = text(parameters, 'Username');
      const code = text(parameters, 'ConfirmationCode');
      const password = text(parameters, 'Password');
      // First, so that it says nothing of who has signed up.
      checkPassword(password);
      return users.alone(username, async () => {
        const user = await users.find(username);
        if (user === undefined) throw codeMismatch();
        const verifier = verifierOf(pool, user.sub, password);
        const { resetCode, ...rest } = user;
        await redeem(pool, resetCode, code, (resetCode) => users.save({ ...user, resetCode }));
        await users.save({ ...rest, verifier, status: 'CONFIRMED', modified: now() });
        return {};
      });
    },

    GlobalSignOut: async (parameters) => {
      const { sub } = await userOf(text(parameters, 'AccessToken'));
      await tokens.revokeAll(sub);
      return {};
    },

    RevokeToken: async (parameters) => {
      requireClient(pool, parameters);
      await tokens.revoke(await tokens.refreshed(text(parameters, 'Token')));
      return {};
    },
  };
};
