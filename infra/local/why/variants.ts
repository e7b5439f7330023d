import type { RawRequest } from '../http-api/canonical-request.ts';
import type { SignedClaim } from '../http-api/signed-claim.ts';
import { createBodyVariants } from './body-variants.ts';
import { createHeaderVariants, createHostVariants } from './header-variants.ts';
import { createKeyVariants, type KnownKey } from './key-variants.ts';
import { createPathVariants, createQueryVariants } from './path-variants.ts';
import type { SignedService } from './service.ts';
import { isSignedAs, type Signing } from './signing.ts';

/** Something that signers do differently, or that happens to a request on its way. */
export interface Variant {
  /** The part of the request that differs: two variants of one part exclude each other. */
  readonly part: 'method' | 'path' | 'query' | 'host' | 'header' | 'body' | 'token' | 'key' | 'scope';
  /** The rest of a sentence: `the path was encoded once, …`. */
  readonly difference: string;
  readonly advice: string;
  readonly of: (here: Signing) => Signing;
}

export interface Surroundings {
  readonly service: SignedService;
  /** Host names of the service, with its port. */
  readonly hosts: readonly string[];
  /** Keys that were used recently. */
  readonly keys: readonly KnownKey[];
}

export const listVariants = (
  request: RawRequest,
  claim: SignedClaim,
  { service, hosts, keys }: Surroundings,
): readonly Variant[] => [
  ...createMethodVariants(request),
  ...createPathVariants(request, service),
  ...createQueryVariants(claim),
  ...createHostVariants(request, hosts),
  ...createHeaderVariants(request, claim),
  ...createBodyVariants(request, service.payloadHash(request, claim), service),
  ...createKeyVariants(claim, keys, service),
];

/**
 * Returns the variants that produce the signature: one, or two of different parts; none if no such combination does.
 */
export const findSigningVariants = (
  here: Signing,
  signature: Buffer,
  variants: readonly Variant[],
): readonly Variant[] => {
  for (const variant of variants) if (isSignedAs(variant.of(here), signature)) return [variant];
  // Variants of the scope are not combined with others: they are the rarest, and the most numerous.
  const paired = variants.filter(({ part }) => part !== 'scope');
  for (const [index, one] of paired.entries())
    for (const other of paired.slice(index + 1))
      if (one.part !== other.part && isSignedAs(other.of(one.of(here)), signature)) return [one, other];
  return [];
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const createMethodVariants = ({ method: sent }: RawRequest): readonly Variant[] =>
  methods
    .filter((method) => method !== sent)
    .map((method) => ({
      part: 'method',
      difference: `the method was ${method} when the request was signed`,
      advice: 'Sign the method that is sent; look for a redirect or a proxy that changes it.',
      of: (here) => ({ ...here, parts: { ...here.parts, method } }),
    }));
