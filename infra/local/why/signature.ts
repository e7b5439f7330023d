import type { Credentials } from '../credentials.ts';
import type { RawRequest } from '../http-api/canonical-request.ts';
import { type ByCause, forCause, type SignatureCause } from '../http-api/signature-refused.ts';
import { claimOf, type SignedClaim } from '../http-api/signed-claim.ts';
import { bothSides, oneSide } from './difference.ts';
import { type Explanation, explained, type Section } from './explanation.ts';
import { isSignedAs, type Signing, signingHere } from './signing.ts';
import { type Surroundings, signedAs, variantsOf } from './variants.ts';

export interface SignatureContext extends Surroundings {
  readonly credentials: Pick<Credentials, 'secretKey'>;
}

/** Why a signature does not count, with what shows it. */
export const explainSignature = (
  cause: SignatureCause,
  request: RawRequest,
  context: SignatureContext,
): Explanation => {
  const claim = claimOf(request).unwrapOr(undefined);
  const here = claim && signingHere(request, claim, context.credentials.secretKey(claim.accessKeyId));
  if (cause.kind === 'SignatureMismatch' && claim && here) return explainMismatch(request, claim, here, context);
  const [what, advice] = forCause(causes, cause);
  return explained(`Signature.${cause.kind}`, what, advice, claim && here ? restOf(cause, here, claim.signature) : []);
};

const signIn = 'Get credentials of the identity pool of this stack: `npx notes sign-in`.';
const once = 'Send it once: two could mean two things.';
const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
const apart = (milliseconds: number): string => `${Math.round(Math.abs(milliseconds) / 1000)} s`;

/** What is wrong and what to do. A cause without a row does not compile. */
const causes: ByCause<readonly [cause: string, advice: string]> = {
  AuthorizationMissing: () => [
    'The request is not signed: it has no Authorization header.',
    'Sign it with Signature Version 4, service execute-api; look for a proxy or a redirect that takes the header away.',
  ],
  AuthorizationMalformed: () => [
    'The Authorization header is not of the form AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=….',
    'The API takes signed requests, not tokens: exchange the ID token for credentials of the identity pool, and sign with them.',
  ],
  SignatureInQueryToo: () => [
    'The request has a signature in its query and one in a header.',
    'Leave one of them out.',
  ],
  HeaderRepeated: ({ name }) => [`The header ${name} is there more than once.`, once],
  NoTime: () => [
    'The request has neither an X-Amz-Date such as 20261128T080000Z nor a Date that is a time.',
    'Let the signer write X-Amz-Date, and look for a proxy that takes it away.',
  ],
  ParameterRepeated: () => ['A parameter of the signature in the query is there more than once.', once],
  ParameterMalformed: ({ name }) => [
    `The parameter ${name} of the signature in the query is missing or malformed.`,
    'A signature in the query has seven parameters, the session token among them: let a signer presign the URL.',
  ],
  TwoSessionTokens: () => ['A session token is in the query and another in a header.', 'Leave the header out.'],
  ParameterNoTime: () => ['X-Amz-Date in the query is not a time.', 'Write it as in 20261128T080000Z.'],
  LifetimeTooLong: () => ['X-Amz-Expires is longer than seven days.', 'Ask for 604800 seconds at most.'],
  SignedHeadersUnsorted: () => [
    'SignedHeaders is not sorted, or names a header twice.',
    'Name each signed header once, in lower case and in the order of the alphabet.',
  ],
  SignedHeaderMissing: ({ name }) => [
    name === '' ? 'SignedHeaders names a header without a name.' : `The header ${name} was signed, but did not arrive.`,
    'Look for a proxy, or a fetch in a browser, that takes the header away; or do not sign it.',
  ],
  ConnectionHeaderSigned: ({ name }) => [
    `The header ${name} is signed, which belongs to the connection: API Gateway takes it off before it verifies.`,
    `Do not sign ${name}.`,
  ],
  HeaderNotSigned: ({ name }) => [
    `The header ${name} is there but not signed, so that anybody on the way could have added it.`,
    `Sign ${name}; or look for a proxy or a library that adds it after signing.`,
  ],
  ClocksApart: ({ signed, now, lifetime }) => [
    lifetime > 0 && now > signed
      ? `The signature in the query was good for ${apart(lifetime)} from ${time(signed)} on; it is ${time(now)} here.`
      : `The client's clock is ${apart(now - signed)} ${signed > now ? 'ahead' : 'behind'}: it signed at ${time(signed)}, and it is ${time(now)} here.`,
    'Set the clock of the client, or have it go by the Date of an answer; sign each request anew, a second attempt too.',
  ],
  ScopeMismatch: ({ scope, expected }) => {
    const [found, wanted] = [scope.split('/'), expected.split('/')];
    const at = wanted.findIndex((part, index) => part !== found[index]);
    const part = ['date', 'region', 'service', 'end'][at] ?? 'end';
    return [
      `The credential scope has another ${part}: ${found[at] ?? 'none'} where this API is ${wanted[at] ?? 'at its end'}.`,
      `Give the signer what makes the scope ${expected}.`,
    ];
  },
  SessionTokenUnknown: ({ given }) =>
    given
      ? [
          'The session token was not made by this stack, or was altered.',
          `${signIn} Those of AWS, of another stack, or from before .local was deleted are of no use here.`,
        ]
      : ['The session token is missing: these are temporary credentials.', 'Send it as X-Amz-Security-Token.'],
  SessionTokenOfAnotherKey: ({ accessKeyId, ofToken }) => [
    `The session token belongs to the access key ${ofToken}, and ${accessKeyId} signed.`,
    'Take access key, secret key and session token of one answer; look for a refresh that replaces only some of them.',
  ],
  CredentialsExpired: ({ expiration, now }) => [
    `The credentials expired at ${time(expiration)}, ${apart(now - expiration)} ago.`,
    'Get new ones before they expire: they are for an hour.',
  ],
  PayloadHashMismatch: ({ stated, actual }) => [
    `x-amz-content-sha256 is ${stated}, and the body that arrived has ${actual}.`,
    'Sign the bytes that are sent; look for a proxy or a library that changes the body after signing.',
  ],
  SignatureMismatch: () => ['The signature does not match.', 'Sign the request that is sent.'],
};

/** What is known of the rest: whether the signature is right for what it claims. */
const restOf = ({ kind }: SignatureCause, here: Signing, signature: Buffer): readonly Section[] => {
  if (kind === 'SessionTokenUnknown') return [];
  const right = isSignedAs(here, signature);
  const rest = right
    ? 'The signature is right but for this: it was made with the secret key of its access key, over this very request.'
    : 'The signature does not match either, which may come of the same cause.';
  return [{ title: 'The rest', lines: [rest] }];
};

/** By trying what signers and proxies are known to do, until the signature is of it: then the cause is certain. */
const explainMismatch = (
  request: RawRequest,
  claim: SignedClaim,
  here: Signing,
  context: SignatureContext,
): Explanation => {
  const variants = variantsOf(request, claim, context);
  const found = signedAs(here, claim.signature, variants);
  const [first] = found;
  if (first === undefined)
    return explained(
      'Signature.SignatureMismatch',
      `The signature is over something else, or made with another secret key: none of ${variants.length} usual differences explains it.`,
      'Compare the canonical request below with the one that the signer logs; or see whether key and secret belong together.',
      [
        ...oneSide(here),
        { title: 'What it is not, nor any two of these', lines: variants.map(({ difference }) => difference) },
      ],
    );
  const signed = found.reduce((signing, { of }) => of(signing), here);
  return explained(
    `Signature.SignatureMismatch.${first.part}`,
    `This is certain: ${found.map(({ difference }) => difference).join('; and ')}.`,
    found.map(({ advice }) => advice).join(' '),
    bothSides(here, signed),
  );
};
