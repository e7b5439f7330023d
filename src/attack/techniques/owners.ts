import type { Operation } from '../api/operations.ts';
import { combineWays, type Probe, type Scene, type Technique } from '../probe.ts';
import type { Asking } from '../request.ts';
import { type Change, createForeignAsking, encodeValues, findNaming } from './naming.ts';

/**
 * Headers in which proxies, gateways and frameworks name the caller, and others that people invent: a server behind
 * them may trust a client's. Those of oauth2-proxy, Kong, an AWS load balancer, Google's and Azure's front doors and
 * Kubernetes come from their documentation.
 */
const headers = [
  ...[
    'x-user-id',
    'x-userid',
    'x-user',
    'x-username',
    'x-user-name',
    'user-id',
    'userid',
    'x-uid',
    'x-sub',
    'x-subject',
  ],
  ...['x-owner', 'x-owner-id', 'x-account', 'x-account-id', 'x-customer-id', 'x-client-id', 'x-tenant', 'x-tenant-id'],
  ...['x-identity', 'x-identity-id', 'x-cognito-identity-id', 'x-amzn-identity', 'x-amzn-oidc-identity'],
  ...['x-forwarded-user', 'x-forwarded-preferred-username', 'x-auth-request-user', 'x-auth-user', 'x-auth-user-id'],
  ...['x-authenticated-user', 'x-authenticated-userid', 'x-remote-user', 'remote-user', 'x-goog-authenticated-user-id'],
  ...['x-ms-client-principal-id', 'impersonate-user', 'x-impersonate-user', 'x-act-as', 'x-on-behalf-of', 'x-run-as'],
  ...['x-original-user', 'from'],
];

/** Names of members and parameters that say whose something is. */
export const ownerMembers: readonly string[] = [
  ...['userId', 'user_id', 'user', 'userid', 'uid', 'username', 'owner', 'ownerId', 'owner_id', 'account', 'accountId'],
  ...['account_id', 'customerId', 'customer_id', 'tenant', 'tenantId', 'tenant_id', 'identityId', 'identity_id', 'sub'],
  ...['subject', 'createdBy', 'created_by', 'author', 'authorId', 'onBehalfOf', 'actAs', 'as'],
];

interface Way {
  readonly name: string;
  readonly say: (value: string) => Change;
}

/** Returns probes that claim in every way to be the victim, all ways of a kind in one request. */
const owners =
  (ways: readonly Way[]) =>
  (scene: Scene): readonly Probe[] => {
    const values = [...new Set(Object.values(scene.victim.owner))];
    return scene.operations.flatMap((operation) =>
      values.map((value) =>
        combineWays(ways, (some) => ({
          what: some.length === 1 ? `${some[0]?.name} names the other` : `${some.length} ways to name the other`,
          ...askedFor(scene, operation, (asking) => some.reduce((asked, { say }) => say(value)(asked), asking)),
        })),
      ),
    );
  };

/** Asks for the victim's object, if the operation has one, as if the victim asked. */
const askedFor = (scene: Scene, operation: Operation, change: Change): Omit<Probe, 'what'> => {
  const naming = findNaming(operation, scene);
  const by = scene.attacker.user;
  if (naming !== undefined && naming.foreign.length > 0)
    return { ...createForeignAsking(scene, operation, naming, change), by, expects: 'missing' };
  return { asking: change(scene.askingOf(operation, encodeValues(naming?.own ?? {}))), by, expects: 'own' };
};

const withHeader =
  (name: string) =>
  (value: string): Change =>
  (asking): Asking => ({ ...asking, headers: { ...asking.headers, [name]: value } });

const withQuery =
  (name: string) =>
  (value: string): Change =>
  (asking): Asking => ({ ...asking, query: [...asking.query, [name, value]] });

export const ownersInHeaders: Technique = {
  name: 'an owner in a header',
  risk: 'API1:2023',
  isAround: true,
  probes: owners([
    ...headers.map((name) => ({ name, say: withHeader(name) })),
    { name: 'a cookie', say: (value) => withHeader('cookie')(`userId=${value}; user=${value}; uid=${value}`) },
  ]),
};

export const ownersInQueries: Technique = {
  name: 'an owner in the query',
  risk: 'API1:2023',
  isAround: true,
  probes: (scene) => {
    const declared = scene.operations.flatMap(({ parameters }) =>
      parameters.filter((each) => each.in === 'query').map(({ name }) => name),
    );
    const names = [...new Set([...ownerMembers, ...Object.keys(scene.victim.owner)])].filter(
      (name) => !declared.includes(name),
    );
    return owners(names.map((name) => ({ name: `?${name}`, say: withQuery(name) })))(scene);
  },
};
