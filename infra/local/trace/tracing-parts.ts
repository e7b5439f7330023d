import type { IdentityPolicy } from '../../../src/adapters/api-gateway/caller.ts';
import type { Principal } from '../credentials.ts';
import type { RoleSession } from '../roles.ts';
import type { Recordings } from './recording.ts';
import type { Traces } from './traces.ts';
import type { WatchedCredentials } from './watched-iam.ts';

/** What the tracing of each service needs. */
export interface TracingParts {
  readonly recordings: Recordings;
  readonly traces: Traces;
  readonly users: WatchedCredentials<Principal>;
  readonly roles: WatchedCredentials<RoleSession>;
  /** How the functions determine the owner. */
  readonly identityPolicy: IdentityPolicy;
}
