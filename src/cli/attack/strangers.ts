import type { Fetch } from '../../attack/request.ts';
import type { Stranger } from '../../attack/side.ts';
import { type Keys, type Signing, signHeaders, type ToSign } from './signing.ts';

export interface SignedIn {
  readonly name: string;
  readonly keys: Keys & { readonly sessionToken: string };
  readonly idToken: string;
}

export interface Surroundings {
  readonly region: string;
  readonly now: () => number;
  readonly fetch: Fetch;
}

/** In milliseconds; signatures are valid for five minutes [API Gateway, Lambda and others; SigV4 troubleshooting]. */
const halfAnHour = 30 * 60 * 1000;

/**
 * Creates the callers that the API must not accept as a user: requests without a signature, or with one that does not
 * match these keys, the time or the request.
 */
export const createStrangers = (
  [ann, bob]: readonly [SignedIn, SignedIn],
  { region, now, fetch }: Surroundings,
): readonly Stranger[] => {
  const signing = (change: Partial<Signing> = {}): Signing => ({
    ...{ keys: ann.keys, region, service: 'execute-api', time: now() },
    ...change,
  });
  /** Signs by `how`; `before` changes what is signed, and `after` the signed headers. */
  const stranger = (
    name: string,
    how: () => Signing,
    { before = (request: ToSign) => request, after = (headers: Headers) => headers } = {},
  ): Stranger => ({
    name,
    fetch: async (url, init) => {
      const request = toSign(url, init);
      const headers = after(new Headers(await signHeaders(before(request), how())));
      return fetch(url, { ...init, headers });
    },
  });
  const altered = (headers: Headers): Headers => {
    headers.set('authorization', alterSignature(headers.get('authorization') ?? ''));
    return headers;
  };
  const { sessionToken: _, ...withoutToken } = ann.keys;
  return [
    { name: 'nobody', fetch },
    { name: 'an ID token as it is', fetch: withAuthorization(fetch, `Bearer ${bob.idToken}`) },
    stranger('an altered signature', () => signing(), { after: altered }),
    stranger('a signature of half an hour ago', () => signing({ time: now() - halfAnHour })),
    stranger('a signature for another region', () =>
      signing({ region: region === 'us-west-2' ? 'eu-west-1' : 'us-west-2' }),
    ),
    stranger('a signature for another service', () => signing({ service: 'dynamodb' })),
    stranger('a signature for another path', () => signing(), {
      before: (request) => ({ ...request, url: `${request.url}x` }),
    }),
    stranger('keys without their session token', () => signing({ keys: withoutToken })),
    stranger('keys with another’s session token', () =>
      signing({ keys: { ...ann.keys, sessionToken: bob.keys.sessionToken } }),
    ),
    stranger('another’s keys with one’s own session token', () =>
      signing({ keys: { ...bob.keys, sessionToken: ann.keys.sessionToken } }),
    ),
    stranger('another’s key by one’s own secret', () =>
      signing({ keys: { ...bob.keys, secretAccessKey: ann.keys.secretAccessKey } }),
    ),
  ];
};

const toSign = (url: string, { method = 'GET', headers, body }: RequestInit): ToSign => ({
  ...{ method, url, headers: Object.fromEntries(new Headers(headers)) },
  ...(typeof body === 'string' && { body }),
});

const alterSignature = (authorization: string): string =>
  authorization.replace(/(.)$/, (last) => (last === '0' ? '1' : '0'));

const withAuthorization =
  (fetch: Fetch, authorization: string): Fetch =>
  (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', authorization);
    return fetch(url, { ...init, headers });
  };
