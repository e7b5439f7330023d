import { canonicalPath, canonicalQuery, decoded, encoded, type RawRequest } from '../http-api/canonical-request.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import type { SignedService } from './service.ts';
import type { Variant } from './variants.ts';

/** Other forms of the path of a request. */
export const pathVariants = ({ target: { path } }: RawRequest, service: SignedService): readonly Variant[] =>
  distinct(service.canonicalPath(path), service.pathRows(path)).map(([signed, difference, advice]) => ({
    ...{ part: 'path', difference, advice },
    of: (here) => ({ ...here, parts: { ...here.parts, path: signed } }),
  }));

/** What signers make of a path for every service but S3. */
export const pathRows = (path: string): readonly Row[] => {
  const once = path.split('/').map((segment) => encoded(decoded(segment)));
  const twice = 'Every service but S3 encodes the path twice: let the signer encode the path as it is sent once more.';
  const asSent = 'Sign the path that is sent, letter by letter; look for a proxy or a library that rewrites it.';
  return [
    [path, 'the path was encoded once, where Signature Version 4 encodes it twice', twice],
    [decoded(path), 'the path was signed without being encoded', twice],
    [once.join('/'), 'the path was encoded once, and with other escapes than were sent', twice],
    [canonicalPath(once.join('/')), 'the path was signed with other escapes than were sent', asSent],
    [
      canonicalPath(canonicalPath(path)),
      'the path was encoded three times',
      'Let the signer encode the path once less.',
    ],
    [canonicalPath(path.toLowerCase()), 'the path was signed in lower case', asSent],
    [canonicalPath(`${path}/`), 'the path had a slash at its end when it was signed', asSent],
    [canonicalPath(path.replace(/\/$/, '')), 'the path had no slash at its end when it was signed', asSent],
    ['/', 'the path was left out when the request was signed', asSent],
    ...['$default', 'prod', 'dev', 'api', 'v1'].map(
      (stage): Row => [
        canonicalPath(`/${stage}${path}`),
        `the path began with /${stage} when it was signed`,
        'Sign the path that reaches the API; look for a proxy or a mapping that takes the prefix away.',
      ],
    ),
  ];
};

/** What signers make of the query. */
export const queryVariants = ({ query }: SignedClaim): readonly Variant[] => {
  const right = canonicalQuery(query.replaceAll('+', '%2B'));
  const sort = 'Encode each name and value, then sort by name and value.';
  const asSent = 'Sign the query that is sent; look for what adds to it or takes from it after signing.';
  const token = 'Sign X-Amz-Security-Token with the other parameters.';
  const pairs = query.split('&').filter((pair) => pair !== '');
  const without = pairs.filter((pair) => !/^X-Amz-Security-Token=/i.test(decoded(pair)));
  return distinct(right, [
    ['', 'the query was left out when the request was signed', asSent],
    [canonicalQuery(without.join('&')), 'the session token was added to the query after signing', token],
    [query, 'the query was signed in the order and with the escapes that it was sent in', sort],
    [pairs.toSorted().join('&'), 'the query was sorted but not encoded when it was signed', sort],
    [
      pairs.map((pair) => canonicalQuery(pair)).join('&'),
      'the query was encoded but not sorted when it was signed',
      sort,
    ],
    [decoded(query), 'the query was signed without being encoded', sort],
    [pairs.map(decoded).toSorted().join('&'), 'the query was sorted but not encoded when it was signed', sort],
    [
      canonicalQuery(encodedTwice(query)),
      'the query was encoded twice',
      'Encode the query once, as every service has it.',
    ],
    [right.replaceAll('%20', '+'), 'spaces in the query were signed as +', 'Encode a space as %20.'],
    [right.replaceAll('%2B', '+'), 'a + in the query was signed without being encoded', 'Encode a + as %2B.'],
  ]).map(([signed, difference, advice]) => ({
    ...{ part: 'query', difference, advice },
    of: (here) => ({ ...here, parts: { ...here.parts, query: signed } }),
  }));
};

const encodedTwice = (query: string): string => query.replaceAll('%', '%25');

export type Row = readonly [signed: string, difference: string, advice: string];

/** Those that differ from what is right, and from each other. */
export const distinct = (right: string, rows: readonly Row[]): readonly Row[] =>
  rows.filter(([signed], index) => signed !== right && rows.findIndex(([other]) => other === signed) === index);
