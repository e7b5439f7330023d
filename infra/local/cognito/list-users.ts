import { describeUser } from './administration.ts';
import { listAttributes } from './attributes.ts';
import { invalidParameter } from './cognito-exception.ts';
import { readOptionalText } from './parameters.ts';
import { type Operations, type Pool, requirePool } from './pool.ts';
import type { User } from './users.ts';

/** Creates the operation with which an administrator lists the pool's users. */
export const listUsersOperations = (pool: Pool): Operations => ({
  ListUsers: async (parameters) => {
    requirePool(pool, parameters);
    const { Limit: limit = 60 } = parameters;
    if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0 || limit > 60)
      throw invalidParameter('Limit must be a whole number from 0 to 60.');
    const fits = parseFilter(readOptionalText(parameters, 'Filter'));
    const after = readOptionalText(parameters, 'PaginationToken') ?? '';
    const found = (await pool.users.all()).filter((user) => user.sub > after && fits(user));
    const page = found.slice(0, limit || 60);
    return {
      Users: page.map((user) => ({ ...describeUser(user), Attributes: listAttributes(user) })),
      ...(found.length > page.length && { PaginationToken: page.at(-1)?.sub }),
    };
  },
});

/** Parses a filter of `ListUsers`: `attribute = "value"`, or `^=` for a prefix, in at most 256 characters. */
const parseFilter = (filter: string | undefined): ((user: User) => boolean) => {
  if (filter === undefined) return () => true;
  const match = /^"?([\w:]+)"?\s*(\^?=)\s*"(.*)"$/.exec(filter.trim());
  const [, name = '', operator, value = ''] = match ?? [];
  const read = Object.hasOwn(filterable, name) ? filterable[name] : undefined;
  if (read === undefined) throw invalidParameter('Error while parsing filter.');
  return (user) => {
    const actual = read(user);
    return operator === '=' ? actual === value : actual.startsWith(value);
  };
};

const filterable: Readonly<Record<string, (user: User) => string>> = {
  email: ({ email }) => email,
  sub: ({ sub }) => sub,
  username: ({ sub }) => sub,
  'cognito:user_status': ({ status }) => status,
  status: ({ disabled }) => (disabled ? 'Disabled' : 'Enabled'),
  name: ({ attributes }) => attributes?.name ?? '',
  given_name: ({ attributes }) => attributes?.given_name ?? '',
  family_name: ({ attributes }) => attributes?.family_name ?? '',
  preferred_username: ({ attributes }) => attributes?.preferred_username ?? '',
  phone_number: ({ attributes }) => attributes?.phone_number ?? '',
};
