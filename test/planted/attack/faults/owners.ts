import { type CreatePlant, only, ownerBy, parseBody, toText } from './fault.ts';

/** Faults that take the owner from what the client sends. */
export const ownerFaults = {
  'the owner is in x-user-id': () => ownerBy(({ headers }) => headers['x-user-id']),
  'a get takes its owner from x-cognito-identity-id': () =>
    only(
      ['get'],
      ownerBy(({ headers }) => headers['x-cognito-identity-id']),
    ),
  'a list takes its owner from x-forwarded-user': () =>
    only(
      ['list'],
      ownerBy(({ headers }) => headers['x-forwarded-user']),
    ),
  'a create takes its owner from x-amzn-oidc-identity': () =>
    only(
      ['create'],
      ownerBy(({ headers }) => headers['x-amzn-oidc-identity']),
    ),
  'a delete takes its owner from x-on-behalf-of': () =>
    only(
      ['delete'],
      ownerBy(({ headers }) => headers['x-on-behalf-of']),
    ),
  'the owner is in a cookie': () =>
    ownerBy((event) => {
      // API Gateway moves cookies out of the headers, and a function may read either.
      const { cookies } = event as { readonly cookies?: readonly string[] };
      const all = [event.headers.cookie, ...(cookies ?? [])].join('; ');
      return /(?:^|; )uid=([^;]+)/.exec(all)?.[1];
    }),
  'a list takes its owner from ?userId': () =>
    only(
      ['list'],
      ownerBy(({ queryStringParameters: query }) => query?.userId),
    ),
  'a get takes its owner from ?ownerId': () =>
    only(
      ['get'],
      ownerBy(({ queryStringParameters: query }) => query?.ownerId),
    ),
  'an update takes its owner from ?account_id': () =>
    only(
      ['update'],
      ownerBy(({ queryStringParameters: query }) => query?.account_id),
    ),
  'a create takes its owner from the body’s userId': () =>
    only(
      ['create'],
      ownerBy((event) => toText(parseBody(event).userId)),
    ),
  'a create takes its owner from the body’s owner_id': () =>
    only(
      ['create'],
      ownerBy((event) => toText(parseBody(event).owner_id)),
    ),
  'an owner in front of the id overrides the caller': () => (endpoint) => (deps, owner, event) => {
    const [, named, id] = /^(.+)\/([^/]+)$/.exec(event.pathParameters?.id ?? '') ?? [];
    const of = named === undefined ? owner : (named as typeof owner);
    return endpoint(deps, of, id === undefined ? event : { ...event, pathParameters: { id } });
  },
} as const satisfies Readonly<Record<string, CreatePlant>>;
