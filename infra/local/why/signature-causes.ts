import type { ByCause } from '../http-api/signature-refused.ts';
import type { SignedService } from './service.ts';

const signIn = 'Get credentials of the identity pool of this stack: `npx notes sign-in`.';
const once = 'Send it once: two are ambiguous.';
const formatTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
const formatDistance = (milliseconds: number): string => `${Math.round(Math.abs(milliseconds) / 1000)} s`;

/** Describes what is wrong and what to do. A cause without a row does not compile. */
export const describeCauses = ({
  name: ofScope,
  called,
}: SignedService): ByCause<readonly [cause: string, advice: string]> => ({
  AuthorizationMissing: () => [
    'The request is not signed: it has no Authorization header.',
    `Sign it with Signature Version 4, service ${ofScope}; look for a proxy or a redirect that removes the header.`,
  ],
  AuthorizationMalformed: () => [
    'The Authorization header is not of the form AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=….',
    `${called.replace('this', 'The')} accepts signed requests, not tokens: ` +
      'exchange the ID token for credentials of the identity pool, and sign with them.',
  ],
  SignatureInQueryToo: () => [
    'The request has a signature in its query and one in a header.',
    'Leave one of them out.',
  ],
  HeaderRepeated: ({ name }) => [`The header ${name} occurs more than once.`, once],
  NoTime: () => [
    'The request has neither an X-Amz-Date such as 20261128T080000Z nor a valid Date.',
    'Let the signer write X-Amz-Date, and look for a proxy that removes it.',
  ],
  ParameterRepeated: () => ['A parameter of the signature in the query occurs more than once.', once],
  ParameterMalformed: ({ name }) => [
    `The parameter ${name} of the signature in the query is missing or malformed.`,
    'A signature in the query has seven parameters, the session token among them: let a signer presign the URL.',
  ],
  TwoSessionTokens: () => ['A session token is in the query and another in a header.', 'Leave the header out.'],
  ParameterNoTime: () => ['X-Amz-Date in the query is not a time.', 'Write it as in 20261128T080000Z.'],
  LifetimeTooLong: () => ['X-Amz-Expires is longer than seven days.', 'Ask for 604800 seconds at most.'],
  SignedHeadersUnsorted: () => [
    'SignedHeaders is not sorted, or names a header twice.',
    'Name each signed header once, in lower case and in alphabetical order.',
  ],
  SignedHeaderMissing: ({ name }) => [
    name === '' ? 'SignedHeaders names a header without a name.' : `The header ${name} was signed, but did not arrive.`,
    'Look for a proxy, or a fetch in a browser, that removes the header; or do not sign it.',
  ],
  ConnectionHeaderSigned: ({ name }) => [
    `The header ${name} is signed, but it is a hop-by-hop header: ` +
      (ofScope === 'execute-api'
        ? 'API Gateway removes it before it verifies the signature.'
        : 'anybody on the way may remove it.'),
    `Do not sign ${name}.`,
  ],
  HeaderNotSigned: ({ name }) => [
    `The header ${name} is present but not signed, so anybody on the way could have added it.`,
    `Sign ${name}; or look for a proxy or a library that adds it after signing.`,
  ],
  ClocksApart: ({ signed, now, lifetime }) => [
    lifetime > 0 && now > signed
      ? `The signature in the query was valid for ${formatDistance(lifetime)} from ${formatTime(signed)}; ` +
        `it is ${formatTime(now)} here.`
      : `The client's clock is ${formatDistance(now - signed)} ${signed > now ? 'ahead' : 'behind'}: ` +
        `it signed at ${formatTime(signed)}, and it is ${formatTime(now)} here.`,
    'Set the client’s clock, or have it follow the Date of an answer; sign each request anew, retries too. ' +
      'If the clock of this stack was moved, which `npx notes local clock` shows, the client’s clock is right, ' +
      'and following the Date of answers is what helps.',
  ],
  ScopeMismatch: ({ scope, expected }) => {
    const [found, wanted] = [scope.split('/'), expected.split('/')];
    const at = wanted.findIndex((part, index) => part !== found[index]);
    const part = ['date', 'region', 'service', 'end'][at] ?? 'end';
    return [
      `The credential scope has the wrong ${part}: ${found[at] ?? 'none'}; ${called} ` +
        `expects ${wanted[at] ?? 'nothing more'}.`,
      `Configure the signer so that the scope is ${expected}.`,
    ];
  },
  SessionTokenUnknown: ({ given }) =>
    given
      ? [
          'The session token was not issued by this stack, or was altered.',
          `${signIn} Those of AWS, of another stack, or from before .local was deleted do not work here.`,
        ]
      : ['The session token is missing: these are temporary credentials.', 'Send it as X-Amz-Security-Token.'],
  SessionTokenOfAnotherKey: ({ accessKeyId, ofToken }) => [
    `The session token belongs to the access key ${ofToken}, and ${accessKeyId} signed.`,
    'Take the access key, secret key and session token from one answer; ' +
      'look for a refresh that replaces only some of them.',
  ],
  CredentialsExpired: ({ expiration, now }) => [
    `The credentials expired at ${formatTime(expiration)}, ${formatDistance(now - expiration)} ago.`,
    'Get new ones before they expire: they last an hour by the clock of this stack. It may have been moved: ' +
      '`npx notes local clock` shows that.',
  ],
  PayloadHashMismatch: ({ stated, actual }) => [
    `x-amz-content-sha256 is ${stated}, and the body that arrived has ${actual}.`,
    'Sign the bytes that are sent; look for a proxy or a library that changes the body after signing.',
  ],
  SignatureMismatch: () => ['The signature does not match.', 'Sign the request that is sent.'],
  PayloadHashMissing: () => [
    'The header x-amz-content-sha256 is missing; S3 accepts no signature in a header without it.',
    'Send the SHA-256 of the payload in it, or UNSIGNED-PAYLOAD, and sign it: signers do so where the service is s3.',
  ],
  PayloadHashMalformed: () => [
    'The header x-amz-content-sha256 is neither a SHA-256 in lower-case hexadecimal nor one of the values that ' +
      'S3 has for it.',
    'Give the SHA-256 of the payload, or UNSIGNED-PAYLOAD.',
  ],
  ChunkMismatch: () => [
    'The head is signed correctly, but the signature of one of the chunks of the payload does not match.',
    'Sign the bytes of each chunk as they are sent, in order; look for a proxy that changes or joins chunks.',
  ],
});
