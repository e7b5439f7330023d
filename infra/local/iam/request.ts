import type { RequestContext } from './context.ts';
import type { Principal } from './principal.ts';

/** A request on which IAM decides [IAM User Guide, "Policy evaluation logic"]. */
export interface Request {
  readonly principal: Principal;
  /** As in `dynamodb:GetItem`. */
  readonly action: string;
  readonly resource: RequestedResource;
  readonly context: RequestContext;
}

export interface RequestedResource {
  /** `*` for an action on no particular resource. */
  readonly arn: string;
  /** The account that owns it: not every ARN says so. */
  readonly accountId: string;
}
