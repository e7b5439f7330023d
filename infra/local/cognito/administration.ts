import { randomBytes } from 'node:crypto';
import { listAttributes, readAttributes, readDeletableAttributes } from './attributes.ts';
import { CognitoException, invalidParameter, notAuthorized } from './cognito-exception.ts';
import { isEmail } from './email.ts';
import { mailResetCode } from './forgotten-password.ts';
import { type Parameters, readOptionalText, readPassword, readText } from './parameters.ts';
import { createVerifier, type Operations, type Pool, requirePool } from './pool.ts';
import { describeSecondFactors, readPreference, setPreference } from './second-factor-settings.ts';
import { usernameExists } from './sign-up.ts';
import { createUserId, type User } from './users.ts';

const day = 24 * 60 * 60 * 1000;

/** Creates an administrator's operations on one user, which take IAM credentials in place of that user's tokens. */
export const createAdministration = (pool: Pool): Operations => {
  const { users, tokens, mail, settings, now } = pool;

  /** Runs `run` with the user that the request names, while no other request changes that user. */
  const withUser = (parameters: Parameters, run: (user: User) => Promise<object>): Promise<object> => {
    requirePool(pool, parameters);
    const username = readText(parameters, 'Username');
    return users.alone(username, async () => {
      const user = await users.find(username);
      if (user === undefined) throw new CognitoException('UserNotFoundException', 'User does not exist.');
      return run(user);
    });
  };
  const changed = (user: User, change: Partial<User>) => users.save({ ...user, ...change, modified: now() });
  const temporary = () => ({ temporaryUntil: now() + settings.password.temporaryDays * day });

  const inviteAgain = (parameters: Parameters): Promise<object> =>
    withUser(parameters, async (user) => {
      if (user.status !== 'FORCE_CHANGE_PASSWORD')
        throw new CognitoException(
          'UnsupportedUserStateException',
          `Resend not possible. ${user.status} status is not valid`,
        );
      const password = readTemporaryPassword(parameters);
      await changed(user, { verifier: createVerifier(pool, user.sub, password), ...temporary() });
      await mail({ to: user.email, purpose: 'invitation', code: password });
      return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
    });

  const invite = async (parameters: Parameters): Promise<object> => {
    const email = readText(parameters, 'Username');
    if (!isEmail(email)) throw invalidParameter('Username should be an email.');
    const password = readTemporaryPassword(parameters);
    const given = readAttributes(parameters, 'UserAttributes', 'administrator');
    const { email: attributed = email, email_verified: verified, ...attributes } = given;
    if (attributed.toLowerCase() !== email.toLowerCase())
      throw invalidParameter('The email attribute must be the username.');
    const sub = createUserId();
    const user: User = {
      ...{ sub, email, emailVerified: verified === 'true', status: 'FORCE_CHANGE_PASSWORD', attributes },
      ...{ verifier: createVerifier(pool, sub, password), created: now(), modified: now(), ...temporary() },
    };
    return users.alone(email, () =>
      users.claiming(async () => {
        if ((await users.find(email)) !== undefined) throw usernameExists();
        await users.save(user);
        if (parameters.MessageAction !== 'SUPPRESS') await mail({ to: email, purpose: 'invitation', code: password });
        return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
      }),
    );
  };

  return {
    AdminCreateUser: async (parameters) => {
      requirePool(pool, parameters);
      const action = readOptionalText(parameters, 'MessageAction');
      if (action !== undefined && action !== 'RESEND' && action !== 'SUPPRESS')
        throw invalidParameter(
          "Value at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: " +
            '[RESEND, SUPPRESS]',
        );
      return action === 'RESEND' ? inviteAgain(parameters) : invite(parameters);
    },

    AdminSetUserPassword: (parameters) =>
      withUser(parameters, async (user) => {
        const verifier = createVerifier(pool, user.sub, readPassword(parameters, 'Password'));
        const { temporaryUntil: _, ...rest } = user;
        await (parameters.Permanent === true
          ? changed(rest, { verifier, status: 'CONFIRMED' })
          : changed(rest, { verifier, status: 'FORCE_CHANGE_PASSWORD', ...temporary() }));
        return {};
      }),

    AdminResetUserPassword: (parameters) =>
      withUser(parameters, async (user) => {
        if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'UNCONFIRMED')
          throw notAuthorized('User password cannot be reset in the current state.');
        if (!user.emailVerified)
          throw invalidParameter(
            'Cannot reset password for the user as there is no registered/verified email or phone_number',
          );
        await mailResetCode(pool, { ...user, status: 'RESET_REQUIRED', modified: now() });
        await tokens.signIns.revokeAll(user.sub);
        return {};
      }),

    AdminConfirmSignUp: (parameters) =>
      withUser(parameters, async (user) => {
        if (user.status !== 'UNCONFIRMED')
          throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
        const { signUpCode: _, ...rest } = user;
        await changed(rest, { status: 'CONFIRMED' });
        return {};
      }),

    AdminGetUser: (parameters) =>
      withUser(parameters, async (user) => ({
        ...describeUser(user),
        UserAttributes: listAttributes(user),
        ...describeSecondFactors(user),
      })),

    AdminUpdateUserAttributes: (parameters) => {
      const given = readAttributes(parameters, 'UserAttributes', 'administrator');
      const { email, email_verified: verified, ...attributes } = given;
      return withUser(parameters, (user) =>
        users.claiming(async () => {
          const other = email === undefined ? undefined : await users.find(email);
          if (other !== undefined && other.sub !== user.sub)
            throw new CognitoException('AliasExistsException', 'An account with the given email already exists.');
          const isNew = email !== undefined && email.toLowerCase() !== user.email.toLowerCase();
          const emailVerified = verified === undefined ? user.emailVerified && !isNew : verified === 'true';
          await changed(user, {
            ...{ email: email ?? user.email, emailVerified, attributes: { ...user.attributes, ...attributes } },
          });
          return {};
        }),
      );
    },

    AdminDeleteUserAttributes: (parameters) => {
      const names = readDeletableAttributes(parameters, 'UserAttributeNames');
      return withUser(parameters, async (user) => {
        const left = Object.entries(user.attributes ?? {}).filter(([name]) => !names.includes(name));
        await changed(user, { attributes: Object.fromEntries(left) });
        return {};
      });
    },

    AdminSetUserMFAPreference: (parameters) => {
      const preference = readPreference(parameters);
      return withUser(parameters, async (user) => {
        await users.save(setPreference(user, preference));
        return {};
      });
    },

    AdminDisableUser: (parameters) =>
      withUser(parameters, async (user) => {
        await changed(user, { disabled: true });
        // A user who is enabled again must sign in again [Amazon Cognito API Reference, "AdminDisableUser"].
        await tokens.signIns.revokeAll(user.sub);
        return {};
      }),

    AdminEnableUser: (parameters) =>
      withUser(parameters, async (user) => {
        await changed(user, { disabled: false });
        return {};
      }),

    AdminUserGlobalSignOut: (parameters) =>
      withUser(parameters, async ({ sub }) => {
        await tokens.signIns.revokeAll(sub);
        return {};
      }),

    AdminDeleteUser: (parameters) =>
      withUser(parameters, async (user) => {
        await users.delete(user);
        await tokens.signIns.revokeAll(user.sub);
        return {};
      }),
  };
};

/** Describes a user as an administrator sees it, without the attributes. */
export const describeUser = ({ sub, created, modified, status, disabled }: User) => ({
  Username: sub,
  // AWS JSON 1.1 writes times in epoch seconds.
  UserCreateDate: created / 1000,
  UserLastModifiedDate: modified / 1000,
  Enabled: !disabled,
  UserStatus: status,
});

const readTemporaryPassword = (parameters: Parameters): string =>
  readOptionalText(parameters, 'TemporaryPassword') === undefined
    ? `${randomBytes(9).toString('base64url')}aA1!`
    : readPassword(parameters, 'TemporaryPassword');
