import type { Authorizer, Judgement, NotJudged } from '../authorizer.ts';
import type { RefusedRequest } from '../http-api/refusal.ts';
import type { Explanation } from './explanation.ts';
import { explainLimit } from './limits.ts';
import { explainDenied } from './policy.ts';
import { explainSignature, type SignatureContext } from './signature.ts';

export interface OwnRefusalContext extends SignatureContext {
  /** As in `GET /notes/{id}`. */
  readonly routes: readonly string[];
  /** Asks IAM again. */
  readonly ask: Authorizer['invokeRoute'];
}

/** Explains why the API itself refused a request; returns `undefined` if it was not the API. */
export const explainOwnRefusal = (refused: RefusedRequest, context: OwnRefusalContext): Explanation | undefined => {
  const { refusal, request, principal, method, path } = refused;
  if (refusal === undefined) return undefined;
  switch (refusal.kind) {
    case 'NotAllowed':
      return principal && explainDenied(deny(context.ask(principal, { method, path }), refusal.reason));
    case 'SignatureRefused':
      return request && explainSignature(refusal.cause, request, context);
    default:
      return explainLimit(refusal, refused, context.routes);
  }
};

/** Returns IAM's denial, which is the same as a moment ago; otherwise, the reason given then. */
const deny = (judgement: Judgement | NotJudged, reason: string): Judgement | NotJudged =>
  judgement.allowed ? { allowed: false, reason } : judgement;
