import type { RequestContext } from './context.ts';
import type { Principal } from './principal.ts';

/** A request as IAM decides it [IAM User Guide, "Policy evaluation logic"]. */
export interface Request {
  readonly principal: Principal;
  /** As in `dynamodb:GetItem`. */
  readonly action: string;
  readonly resource: RequestedResource;
  readonly context: RequestContext;
}

export interface RequestedResource {
  /** `*` for an action that is about no resource in particular. */
  readonly arn: string;
  /** Whose it is: not every ARN says so. */
  readonly accountId: string;
}
