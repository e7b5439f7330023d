import type { Principal } from '../credentials.ts';
import type { RawRequest } from './canonical-request.ts';
import type { ApiRoute } from './match-route.ts';
import type { TargetRefused } from './request-target.ts';
import { describeCause, type SignatureRefused } from './signature-refused.ts';
import type { Throttling } from './throttle.ts';

/** Why the API itself refuses a request. */
export type ApiRefusal =
  | TargetRefused
  | SignatureRefused
  | { readonly kind: 'NoRoute' }
  | { readonly kind: 'Throttled'; readonly throttling: Throttling }
  | { readonly kind: 'BodyTooLarge' }
  /** Refused by a policy, in AWS's words. */
  | { readonly kind: 'NotAllowed'; readonly reason: string };

/** A request that got a 4xx or a 5xx, for an explanation on this machine: complete, with every secret in it. */
export interface RefusedRequest {
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Absent if the API let the request through, and its function refused it. */
  readonly refusal?: ApiRefusal;
  /** Absent if the request was refused before its signature was looked at. */
  readonly request?: RawRequest;
  readonly route?: ApiRoute;
  /** The signer, if the signature is valid. */
  readonly principal?: Principal;
}

/** Describes a refusal for the terminal; returns `undefined` if the status says it all. */
export const describeRefusal = (refusal: ApiRefusal): string | undefined => {
  switch (refusal.kind) {
    case 'TargetRefused':
    case 'NotAllowed':
      return refusal.reason;
    case 'SignatureRefused':
      return describeCause(refusal.cause);
    case 'Throttled':
      return 'there are more requests than the stage’s throttling allows';
    case 'BodyTooLarge':
      return 'the body is larger than 10 MB';
    case 'NoRoute':
      return undefined;
  }
};
