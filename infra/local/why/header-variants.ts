import { findHeaderValues, type RawRequest } from '../http-api/canonical-request.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import { type Row, removeDuplicates } from './path-variants.ts';
import type { Signing } from './signing.ts';
import type { Variant } from './variants.ts';

const withHeader =
  (name: string, value: string) =>
  (here: Signing): Signing => ({
    ...here,
    parts: { ...here.parts, headers: here.parts.headers.map((each) => (each[0] === name ? [name, value] : each)) },
  });

/** Creates variants with other names of the API: a proxy sends its own name on, and a client may omit a port. */
export const createHostVariants = ({ rawHeaders }: RawRequest, hosts: readonly string[]): readonly Variant[] => {
  const first = (name: string): string => findHeaderValues(rawHeaders, name)[0] ?? '';
  const host = first('host');
  const origin = /^https?:\/\/([^/]+)$/.exec(first('origin'))?.[1] ?? host;
  const port = /:\d+$/.exec(host)?.[0] ?? '';
  const proxy = 'Sign the name under which the API is called, or have the proxy leave the Host header as it is.';
  const signedWith = (name: string, how = `host was ${name} when it was signed`, advice = proxy): Row => [
    name,
    how,
    advice,
  ];
  const rows: readonly Row[] = [
    [
      host.replace(/:\d+$/, ''),
      'host was signed without its port',
      'Sign host with the port that is in the Host header.',
    ],
    ...[':443', ':80'].map(
      (each): Row => [
        `${host.replace(/:\d+$/, '')}${each}`,
        `host was signed with the port ${each}`,
        'Sign host as it is sent: without the port if it is the default one.',
      ],
    ),
    [host.toLowerCase(), 'host was signed in lower case', 'Sign host as it is sent.'],
    ...hosts.map((each) => signedWith(each)),
    ...['localhost', '127.0.0.1', '[::1]'].flatMap((name) => [signedWith(`${name}${port}`), signedWith(name)]),
    ...[first('x-forwarded-host'), first('x-original-host'), origin]
      .filter((name) => name !== '')
      .map((name) => signedWith(name)),
  ];
  return removeDuplicates(host, rows).map(([value, difference, advice]) => ({
    ...{ part: 'host', difference, advice },
    of: withHeader('host', value),
  }));
};

/** What clients and proxies commonly write in place of the value that was signed. */
const usual: Readonly<Record<string, readonly string[]>> = {
  accept: ['*/*', 'application/json', 'application/json, text/plain, */*'],
  'accept-encoding': ['gzip', 'identity', 'gzip, deflate', 'gzip, deflate, br', 'gzip, br', 'br, gzip, deflate'],
  'content-type': ['application/json', 'text/plain;charset=UTF-8', 'application/x-www-form-urlencoded'],
};

/** Creates variants with other values of signed headers, which a proxy or a library may have changed. */
export const createHeaderVariants = ({ rawHeaders, body }: RawRequest, claim: SignedClaim): readonly Variant[] =>
  claim.signedHeaders
    .filter((name) => name !== 'host' && name !== 'x-amz-security-token')
    .flatMap((name): readonly Variant[] => {
      const values = findHeaderValues(rawHeaders, name);
      const [joined, spaced] = [values.join(','), values.join(', ')];
      const type = joined.replace(/ *;.*$/, '');
      const rows: readonly Row[] = [
        [
          joined,
          `${name} was signed with the spaces that it was sent with`,
          'Collapse each run of spaces to one before signing.',
        ],
        [
          spaced,
          `the values of ${name} were joined by a comma and a space when it was signed`,
          'Join values with a comma alone.',
        ],
        [joined.toLowerCase(), `${name} was in lower case when it was signed`, adviseOnChange(name)],
        ['', `${name} was empty when it was signed`, adviseOnChange(name)],
        ...(name === 'content-type'
          ? [type, `${type}; charset=utf-8`, `${type};charset=utf-8`, `${type};charset=UTF-8`]
          : []
        ).map(createRow(name)),
        ...(name === 'content-length' ? [String(body.length), '0'] : []).map(createRow(name)),
        ...(usual[name] ?? []).map(createRow(name)),
      ];
      return removeDuplicates(joined.replace(/[ \t]+/g, ' '), rows).map(([value, difference, advice]) => ({
        ...{ part: 'header', difference, advice },
        of: withHeader(name, value),
      }));
    });

const createRow =
  (name: string) =>
  (value: string): Row => [value, `${name} was ${JSON.stringify(value)} when it was signed`, adviseOnChange(name)];

const adviseOnChange = (name: string): string =>
  `Look for a proxy or a library that changes ${name} after signing, or do not sign it.`;
