import { readAttributes, readDeletableAttributes } from './attributes.ts';
import { CognitoException, invalidParameter } from './cognito-exception.ts';
import { describeDelivery, describeDestination } from './email.ts';
import { readText } from './parameters.ts';
import { createCode, type Operations, type Pool, redeemCode, runAsUser } from './pool.ts';
import type { User } from './users.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * Creates the operations with which users change their own attributes. A new address counts as verified once the code
 * that is mailed to it comes back.
 */
export const createOwnAttributes = (pool: Pool): Operations => {
  const { users, mail, settings, now } = pool;

  const requireFree = async (email: string, { sub }: User): Promise<void> => {
    const other = await users.find(email);
    if (other !== undefined && other.sub !== sub)
      throw new CognitoException('AliasExistsException', 'An account with the given email already exists.');
  };

  /** Mails a code to a new address and returns the user with that address: beside the old one, or in place of it. */
  const withNewEmail = async (user: User, email: string): Promise<User> => {
    await requireFree(email, user);
    const code = createCode(pool, day);
    await mail({ to: email, purpose: 'verify-email', code: code.code });
    if (settings.keepOriginalEmail) return { ...user, newEmail: { email, code } };
    return { ...user, email, emailVerified: false, emailCode: code };
  };

  return {
    UpdateUserAttributes: (parameters) => {
      const { email, ...attributes } = readAttributes(parameters, 'UserAttributes', 'user');
      return runAsUser(pool, parameters, (before) =>
        users.claiming(async () => {
          const user = { ...before, attributes: { ...before.attributes, ...attributes }, modified: now() };
          const isNew = email !== undefined && email !== before.email;
          await users.save(isNew ? await withNewEmail(user, email) : user);
          return { CodeDeliveryDetailsList: isNew ? [describeDestination(email)] : [] };
        }),
      );
    },

    DeleteUserAttributes: (parameters) => {
      const names = readDeletableAttributes(parameters, 'UserAttributeNames');
      return runAsUser(pool, parameters, async (user) => {
        const left = Object.entries(user.attributes ?? {}).filter(([name]) => !names.includes(name));
        await users.save({ ...user, attributes: Object.fromEntries(left), modified: now() });
        return {};
      });
    },

    GetUserAttributeVerificationCode: (parameters) => {
      requireEmail(readText(parameters, 'AttributeName'));
      return runAsUser(pool, parameters, async (user) => {
        const code = createCode(pool, day);
        const to = user.newEmail?.email ?? user.email;
        await users.save(
          user.newEmail === undefined ? { ...user, emailCode: code } : { ...user, newEmail: { email: to, code } },
        );
        await mail({ to, purpose: 'verify-email', code: code.code });
        return describeDelivery(to);
      });
    },

    VerifyUserAttribute: (parameters) => {
      requireEmail(readText(parameters, 'AttributeName'));
      const given = readText(parameters, 'Code');
      return runAsUser(pool, parameters, (user) =>
        users.claiming(async () => {
          const { newEmail, emailCode, ...rest } = user;
          await redeemCode(pool, newEmail?.code ?? emailCode, given, (code) =>
            users.save(
              newEmail === undefined ? { ...user, emailCode: code } : { ...user, newEmail: { ...newEmail, code } },
            ),
          );
          const email = newEmail?.email ?? user.email;
          await requireFree(email, user);
          await users.save({ ...rest, email, emailVerified: true, modified: now() });
          return {};
        }),
      );
    },
  };
};

/** Throws unless the attribute is `email`: the pool sends codes by mail only. */
const requireEmail = (name: string): void => {
  if (name !== 'email') throw invalidParameter(`${name} cannot be verified in this user pool.`);
};
