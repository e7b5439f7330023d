import { randomBytes } from 'node:crypto';
import { attribute, optionalText, type Parameters, text } from './parameters.ts';
import { attributesOf, type Operations, type Pool, requirePool, verifierOf } from './pool.ts';
import { invalidParameter, notAuthorized, Refusal } from './refusal.ts';
import { isEmail, usernameExists } from './sign-up.ts';
import { newUserId, type User } from './users.ts';

/** What an administrator does about users, with IAM credentials and not as one of them. */
export const administrationOperations = (pool: Pool): Operations => {
  const { users, mail, now } = pool;

  /** Runs with the user that the request names, and with nobody else changing it meanwhile. */
  const withUser = (parameters: Parameters, run: (user: User) => Promise<object>): Promise<object> => {
    requirePool(pool, parameters);
    const username = text(parameters, 'Username');
    return users.alone(username, async () => {
      const user = await users.find(username);
      if (user === undefined) throw new Refusal('UserNotFoundException', 'User does not exist.');
      return run(user);
    });
  };

  return {
    AdminCreateUser: async (parameters) => {
      requirePool(pool, parameters);
      const email = text(parameters, 'Username');
      if (!isEmail(email)) throw invalidParameter('Username should be an email.');
      const password = optionalText(parameters, 'TemporaryPassword') ?? temporaryPassword();
      const sub = newUserId();
      const verifier = verifierOf(pool, sub, password);
      const emailVerified = attribute(parameters, 'UserAttributes', 'email_verified') === 'true';
      return users.alone(email, async () => {
        if ((await users.find(email)) !== undefined) throw usernameExists();
        const times = { created: now(), modified: now() };
        const user: User = { sub, email, emailVerified, status: 'FORCE_CHANGE_PASSWORD', verifier, ...times };
        await users.save(user);
        if (parameters.MessageAction !== 'SUPPRESS') await mail({ to: email, purpose: 'invitation', code: password });
        return { User: { ...described(user), Attributes: attributesOf(user) } };
      });
    },

    AdminSetUserPassword: (parameters) =>
      withUser(parameters, async (user) => {
        const verifier = verifierOf(pool, user.sub, text(parameters, 'Password'));
        const status = parameters.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
        await users.save({ ...user, verifier, status, modified: now() });
        return {};
      }),

    AdminConfirmSignUp: (parameters) =>
      withUser(parameters, async (user) => {
        if (user.status !== 'UNCONFIRMED')
          throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
        const { signUpCode: _, ...rest } = user;
        await users.save({ ...rest, status: 'CONFIRMED', modified: now() });
        return {};
      }),

    AdminGetUser: (parameters) =>
      withUser(parameters, async (user) => ({ ...described(user), UserAttributes: attributesOf(user) })),

    ListUsers: async (parameters) => {
      requirePool(pool, parameters);
      const { Limit: limit = 60 } = parameters;
      if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0 || limit > 60)
        throw invalidParameter('Limit must be a whole number from 0 to 60.');
      const fits = filterOf(optionalText(parameters, 'Filter'));
      const after = optionalText(parameters, 'PaginationToken') ?? '';
      const found = (await users.all()).filter((user) => user.sub > after && fits(user));
      const page = found.slice(0, limit || 60);
      return {
        Users: page.map((user) => ({ ...described(user), Attributes: attributesOf(user) })),
        ...(found.length > page.length && { PaginationToken: page.at(-1)?.sub }),
      };
    },
  };
};

const described = ({ sub, created, modified, status }: User) => ({
  Username: sub,
  // AWS JSON 1.1 writes times in epoch seconds.
  UserCreateDate: created / 1000,
  UserLastModifiedDate: modified / 1000,
  Enabled: true,
  UserStatus: status,
});

/** `attribute = "value"`, or `^=` for a beginning, as ListUsers takes it. */
const filterOf = (filter: string | undefined): ((user: User) => boolean) => {
  if (filter === undefined) return () => true;
  const match = /^\s*"?(email|sub|username|cognito:user_status)"?\s*(\^?=)\s*"(.*)"\s*$/.exec(filter);
  if (match === null) throw invalidParameter('Error while parsing filter.');
  const [, name, operator, value = ''] = match;
  return (user) => {
    const actual = name === 'email' ? user.email : name === 'cognito:user_status' ? user.status : user.sub;
    return operator === '=' ? actual === value : actual.startsWith(value);
  };
};

const temporaryPassword = (): string => `${randomBytes(9).toString('base64url')}aA1!`;
