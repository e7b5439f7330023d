import type { Credentials } from '../credentials.ts';
import type { RawRequest } from '../http-api/canonical-request.ts';
import { type SignatureCause, selectByCause } from '../http-api/signature-refused.ts';
import { parseClaim, type SignedClaim } from '../http-api/signed-claim.ts';
import { compareSides, showOneSide } from './difference.ts';
import { createExplanation, type Explanation, type Section } from './explanation.ts';
import { describeCauses } from './signature-causes.ts';
import { isSignedAs, recomputeSigning, type Signing } from './signing.ts';
import { findSigningVariants, listVariants, type Surroundings } from './variants.ts';

export interface SignatureContext extends Surroundings {
  readonly credentials: Pick<Credentials, 'secretKey'>;
}

/** Explains why a signature is not valid, with the evidence. */
export const explainSignature = (
  cause: SignatureCause,
  request: RawRequest,
  context: SignatureContext,
): Explanation => {
  const claim = parseClaim(request).unwrapOr(undefined);
  const here =
    claim && recomputeSigning(request, claim, context.credentials.secretKey(claim.accessKeyId), context.service);
  if (cause.kind === 'SignatureMismatch' && claim && here) return explainMismatch(request, claim, here, context);
  const [what, advice] = selectByCause(describeCauses(context.service), cause);
  return createExplanation(
    `Signature.${cause.kind}`,
    what,
    advice,
    claim && here ? describeRest(cause, here, claim.signature) : [],
  );
};

/** Describes whether the signature is otherwise right for what it claims. */
const describeRest = ({ kind }: SignatureCause, here: Signing, signature: Buffer): readonly Section[] => {
  if (kind === 'SessionTokenUnknown') return [];
  const right = isSignedAs(here, signature);
  const rest = right
    ? 'The signature is otherwise valid: it was made with the secret key of its access key, over exactly this request.'
    : 'The signature does not match either, which may have the same cause.';
  return [{ title: 'The rest', lines: [rest] }];
};

/** Tries what signers and proxies are known to do until a variant produces the signature: then the cause is certain. */
const explainMismatch = (
  request: RawRequest,
  claim: SignedClaim,
  here: Signing,
  context: SignatureContext,
): Explanation => {
  const variants = listVariants(request, claim, context);
  const found = findSigningVariants(here, claim.signature, variants);
  const [first] = found;
  if (first === undefined)
    return createExplanation(
      'Signature.SignatureMismatch',
      'The signature is over something else, or made with another secret key: ' +
        `none of ${variants.length} usual differences explains it.`,
      'Compare the canonical request below with the one that the signer logs; ' +
        'or check whether key and secret belong together.',
      [
        ...showOneSide(here, context.service.called),
        { title: 'Ruled out, alone and in pairs', lines: variants.map(({ difference }) => difference) },
      ],
    );
  const signed = found.reduce((signing, { of }) => of(signing), here);
  return createExplanation(
    `Signature.SignatureMismatch.${first.part}`,
    `This is certain: ${found.map(({ difference }) => difference).join('; and ')}.`,
    found.map(({ advice }) => advice).join(' '),
    compareSides(here, signed, context.service.called),
  );
};
