import { err } from 'neverthrow';

/** Why a signature does not count, for the terminal and for tests: the client is told only "Forbidden". */
export interface SignatureRefused {
  readonly kind: 'SignatureRefused';
  readonly cause: SignatureCause;
}

/**
 * Each cause with the values that show it; none of these is a secret, a token or a signature. Times are in epoch
 * milliseconds.
 */
export type SignatureCause =
  | {
      readonly kind: 'HeaderRepeated' | 'HeaderNotSigned' | 'SignedHeaderMissing' | 'ConnectionHeaderSigned';
      readonly name: string;
    }
  | { readonly kind: 'ParameterMalformed'; readonly name: string }
  | { readonly kind: 'ScopeMismatch'; readonly scope: string; readonly expected: string }
  | { readonly kind: 'ClocksApart'; readonly signed: number; readonly now: number; readonly lifetime: number }
  | { readonly kind: 'SessionTokenUnknown'; readonly given: boolean }
  | { readonly kind: 'SessionTokenOfAnotherKey'; readonly accessKeyId: string; readonly ofToken: string }
  | { readonly kind: 'CredentialsExpired'; readonly expiration: number; readonly now: number }
  | { readonly kind: 'PayloadHashMismatch'; readonly stated: string; readonly actual: string }
  | {
      readonly kind:
        | 'AuthorizationMissing'
        | 'AuthorizationMalformed'
        | 'SignatureInQueryToo'
        | 'NoTime'
        | 'ParameterRepeated'
        | 'TwoSessionTokens'
        | 'ParameterNoTime'
        | 'LifetimeTooLong'
        | 'SignedHeadersUnsorted'
        | 'PayloadHashMissing'
        | 'PayloadHashMalformed'
        | 'ChunkMismatch'
        | 'SignatureMismatch';
    };

export type CauseOf<K extends SignatureCause['kind']> = Extract<SignatureCause, { readonly kind: K }> & {
  readonly kind: K;
};

/** One row for each cause; a missing row does not compile. */
export type ByCause<T> = { readonly [K in SignatureCause['kind']]: (cause: CauseOf<K>) => T };

export const selectByCause = <T>(rows: ByCause<T>, cause: SignatureCause): T =>
  (rows[cause.kind] as (cause: SignatureCause) => T)(cause);

/** Short reasons, which repeat nothing from the request but names of headers and parameters. */
const reasons: ByCause<string> = {
  AuthorizationMissing: () => 'there is no Authorization header',
  AuthorizationMalformed: () => 'the Authorization header is not one of AWS4-HMAC-SHA256',
  SignatureInQueryToo: () => 'there is a signature in the query, too',
  HeaderRepeated: ({ name }) => `${name} occurs more than once`,
  NoTime: () => 'the request has no valid date',
  ParameterRepeated: () => 'a parameter of the signature occurs more than once',
  ParameterMalformed: ({ name }) => `${name} is missing or malformed`,
  TwoSessionTokens: () => 'there are two session tokens',
  ParameterNoTime: () => 'X-Amz-Date is not a time',
  LifetimeTooLong: () => 'X-Amz-Expires is longer than seven days',
  SignedHeadersUnsorted: () => 'the signed headers are unsorted or repeated',
  SignedHeaderMissing: () => 'a signed header is missing',
  ConnectionHeaderSigned: () => 'a hop-by-hop header is signed',
  HeaderNotSigned: ({ name }) => `${name} is not signed`,
  ClocksApart: () => 'the clocks are more than five minutes apart, or the signature has expired',
  ScopeMismatch: () => 'the scope has a wrong date, region, service or end',
  SessionTokenUnknown: () => 'the session token is missing, or was not issued here',
  SessionTokenOfAnotherKey: () => 'the session token belongs to another access key',
  CredentialsExpired: () => 'the credentials have expired',
  PayloadHashMismatch: () => 'x-amz-content-sha256 is not that of the body',
  PayloadHashMissing: () => 'x-amz-content-sha256 is missing',
  PayloadHashMalformed: () => 'x-amz-content-sha256 is malformed',
  ChunkMismatch: () => 'the signature of a chunk does not match',
  SignatureMismatch: () => 'the signature does not match',
};

export const describeCause = (cause: SignatureCause): string => selectByCause(reasons, cause);

export const noClaim = (cause: SignatureCause) => err(cause);

export const signatureRefused = (cause: SignatureCause) => err({ kind: 'SignatureRefused', cause } as const);
