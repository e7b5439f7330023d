import {
  canonicalizePath,
  canonicalizeQuery,
  type RawRequest,
  uriDecode,
  uriEncode,
} from '../http-api/canonical-request.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import type { SignedService } from './service.ts';
import type { Variant } from './variants.ts';

/** Creates variants with other forms of a request's path. */
export const createPathVariants = ({ target: { path } }: RawRequest, service: SignedService): readonly Variant[] =>
  removeDuplicates(service.canonicalPath(path), service.pathRows(path)).map(([signed, difference, advice]) => ({
    ...{ part: 'path', difference, advice },
    of: (here) => ({ ...here, parts: { ...here.parts, path: signed } }),
  }));

/** Returns what signers make of a path, for every service but S3. */
export const createPathRows = (path: string): readonly Row[] => {
  const once = path.split('/').map((segment) => uriEncode(uriDecode(segment)));
  const twice =
    'Every service except S3 encodes the path twice: let the signer encode the path that is sent once more.';
  const asSent = 'Sign the path that is sent, letter by letter; look for a proxy or a library that rewrites it.';
  return [
    [path, 'the path was encoded once, where Signature Version 4 encodes it twice', twice],
    [uriDecode(path), 'the path was signed without being encoded', twice],
    [once.join('/'), 'the path was encoded once, with other escapes than those sent', twice],
    [canonicalizePath(once.join('/')), 'the path was signed with other escapes than those sent', asSent],
    [
      canonicalizePath(canonicalizePath(path)),
      'the path was encoded three times',
      'Let the signer encode the path one time less.',
    ],
    [canonicalizePath(path.toLowerCase()), 'the path was signed in lower case', asSent],
    [canonicalizePath(`${path}/`), 'the path had a slash at its end when it was signed', asSent],
    [canonicalizePath(path.replace(/\/$/, '')), 'the path had no slash at its end when it was signed', asSent],
    ['/', 'the path was left out when the request was signed', asSent],
    ...['$default', 'prod', 'dev', 'api', 'v1'].map(
      (stage): Row => [
        canonicalizePath(`/${stage}${path}`),
        `the path began with /${stage} when it was signed`,
        'Sign the path that reaches the API; look for a proxy or a mapping that removes the prefix.',
      ],
    ),
  ];
};

/** Creates variants with what signers make of the query. */
export const createQueryVariants = ({ query }: SignedClaim): readonly Variant[] => {
  const right = canonicalizeQuery(query.replaceAll('+', '%2B'));
  const sort = 'Encode each name and value, then sort by name and value.';
  const asSent = 'Sign the query that is sent; look for what adds to it or removes from it after signing.';
  const token = 'Sign X-Amz-Security-Token with the other parameters.';
  const pairs = query.split('&').filter((pair) => pair !== '');
  const without = pairs.filter((pair) => !/^X-Amz-Security-Token=/i.test(uriDecode(pair)));
  return removeDuplicates(right, [
    ['', 'the query was left out when the request was signed', asSent],
    [canonicalizeQuery(without.join('&')), 'the session token was added to the query after signing', token],
    [query, 'the query was signed in the order and with the escapes that it was sent in', sort],
    [pairs.toSorted().join('&'), 'the query was sorted but not encoded when it was signed', sort],
    [
      pairs.map((pair) => canonicalizeQuery(pair)).join('&'),
      'the query was encoded but not sorted when it was signed',
      sort,
    ],
    [uriDecode(query), 'the query was signed without being encoded', sort],
    [pairs.map(uriDecode).toSorted().join('&'), 'the query was sorted but not encoded when it was signed', sort],
    [
      canonicalizeQuery(encodeTwice(query)),
      'the query was encoded twice',
      'Encode the query once, as every service does.',
    ],
    [right.replaceAll('%20', '+'), 'spaces in the query were signed as +', 'Encode a space as %20.'],
    [right.replaceAll('%2B', '+'), 'a + in the query was signed without being encoded', 'Encode a + as %2B.'],
  ]).map(([signed, difference, advice]) => ({
    ...{ part: 'query', difference, advice },
    of: (here) => ({ ...here, parts: { ...here.parts, query: signed } }),
  }));
};

const encodeTwice = (query: string): string => query.replaceAll('%', '%25');

export type Row = readonly [signed: string, difference: string, advice: string];

/** Keeps the rows that differ from `right` and from each other. */
export const removeDuplicates = (right: string, rows: readonly Row[]): readonly Row[] =>
  rows.filter(([signed], index) => signed !== right && rows.findIndex(([other]) => other === signed) === index);
