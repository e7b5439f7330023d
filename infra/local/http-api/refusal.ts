import type { Principal } from '../credentials.ts';
import type { RawRequest } from './canonical-request.ts';
import type { ApiRoute } from './match-route.ts';
import type { TargetRefused } from './request-target.ts';
import { describeCause, type SignatureRefused } from './signature-refused.ts';
import type { Throttling } from './throttle.ts';

/** Why the API itself does not let a request through. */
export type ApiRefusal =
  | TargetRefused
  | SignatureRefused
  | { readonly kind: 'NoRoute' }
  | { readonly kind: 'Throttled'; readonly throttling: Throttling }
  | { readonly kind: 'BodyTooLarge' }
  /** By a policy, in AWS's words. */
  | { readonly kind: 'NotAllowed'; readonly reason: string };

/** A request that got a 4xx or a 5xx, for whoever explains it on this machine: it is whole, with all that is secret in it. */
export interface RefusedRequest {
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Absent where the API let it through, and its function refused. */
  readonly refusal?: ApiRefusal;
  /** Absent where its path or its body was not read. */
  readonly request?: RawRequest;
  readonly route?: ApiRoute;
  /** Who signed it, once the signature counts. */
  readonly principal?: Principal;
}

/** For the terminal; nothing where the status says it all. */
export const describeRefusal = (refusal: ApiRefusal): string | undefined => {
  switch (refusal.kind) {
    case 'TargetRefused':
    case 'NotAllowed':
      return refusal.reason;
    case 'SignatureRefused':
      return describeCause(refusal.cause);
    case 'Throttled':
      return 'there are more requests than the stage’s throttling lets in';
    case 'BodyTooLarge':
      return 'the body is larger than 10 MB';
    case 'NoRoute':
      return undefined;
  }
};
