import type { ExplainedRefusal } from '../why/explanation.ts';

/**
 * A request that the stack served, with what happened in it: what the console shows. Secret keys, session tokens, proofs of passwords
 * and whole signatures are in none of it. The console takes these types as they are.
 */
export interface Trace extends Row {
  /** In the order in which they began. */
  readonly steps: readonly TraceStep[];
  /** Why it was refused. */
  readonly refusal?: ExplainedRefusal;
}

/** What of a trace stands in the list. */
export interface Row {
  readonly id: string;
  readonly kind: RequestKind;
  /** When it came: `2026-11-28T08:00:00.000Z`. */
  readonly time: string;
  /** As in `GET`; of the pools, the operation. */
  readonly method: string;
  /** With its query; of the pools, what of the operation. */
  readonly path: string;
  readonly who?: Who;
  /** None while it is under way, and for what has none. */
  readonly status?: number;
  readonly isRefused: boolean;
  readonly milliseconds?: number;
  /** What its client sees: `apigw-requestid`, or `x-amz-request-id`. */
  readonly requestId?: string;
  /** Why it was refused, in a sentence. */
  readonly cause?: string;
}

/** Of the API; of S3; of both pools; of the table, by a user; of a schedule. */
export type RequestKind = 'api' | 'files' | 'pools' | 'table' | 'schedule';

export interface Who {
  readonly email?: string;
  /** Of the user pool. */
  readonly sub?: string;
  readonly identityId?: string;
}

export type TraceStep = Timed &
  (
    | RequestStep
    | SignatureStep
    | CredentialsStep
    | PermissionStep
    | EventStep
    | OwnerStep
    | CallStep
    | PoolStep
    | AnswerStep
  );

/** Milliseconds, from when the request came. */
export interface Timed {
  readonly at: number;
  readonly milliseconds: number;
}

export type TraceStepOf<K extends TraceStep['kind']> = Extract<TraceStep, { readonly kind: K }>;

/** A text of which no more is kept than can be read. */
export interface Shown {
  readonly text: string;
  /** Of the whole. */
  readonly bytes: number;
  readonly isCut: boolean;
}

export type Pairs = readonly (readonly [name: string, value: string])[];

/** The request as it came, but for what is secret in it. */
export interface RequestStep {
  readonly kind: 'Request';
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Pairs;
  readonly body?: Shown;
}

/** What the verifier made of it, and compared by. */
export interface SignatureStep {
  readonly kind: 'Signature';
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly matches: boolean;
}

/** Whose credentials signed it. */
export interface CredentialsStep {
  readonly kind: 'Credentials';
  readonly accessKeyId: string;
  /** Where this run of the stack has issued them. */
  readonly issued?: string;
  readonly expires: string;
  readonly identityId: string;
  readonly sub?: string;
}

/** A question to IAM, and what was said by which statement. */
export interface Permission {
  readonly allowed: boolean;
  /** The decision and its reason. */
  readonly sentence: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Pairs;
  /** Those about this action. */
  readonly statements: readonly ConsideredShown[];
}

export interface ConsideredShown {
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly applies: boolean;
  /** Why it does not apply. */
  readonly because?: string;
}

export interface PermissionStep {
  readonly kind: 'Permission';
  readonly of: 'caller' | 'api' | 'schedule';
  readonly permission: Permission;
}

/** What the function was given. */
export interface EventStep {
  readonly kind: 'Event';
  readonly functionName: string;
  readonly event: string;
}

/** Who owns what the request is about, of the event alone. */
export interface OwnerStep {
  readonly kind: 'Owner';
  readonly owner: string;
  readonly from: 'identity' | 'user-pool-sub';
}

/** What a function asked of another service, or somebody of the table. */
export type CallStep = RoleCall | TableCall | FilesCall;

interface Called {
  /** None where it was not answered. */
  readonly status: number;
  readonly permission?: Permission;
  /** By whose credentials. */
  readonly accessKeyId: string;
}

export interface RoleCall extends Called {
  readonly kind: 'Role';
  readonly roleArn: string;
  readonly tags: Pairs;
  /** Of the session that came of it. */
  readonly issuedKeyId?: string;
  readonly expires?: string;
}

export interface TableCall extends Called {
  readonly kind: 'Table';
  readonly operation: string;
  /** The table's partition key that it is held to, where it is to one. */
  readonly leadingKeys: readonly string[];
  /** With which tags its session was begun, and in which request that was. */
  readonly session?: ShownSession;
  readonly asked: string;
  readonly answer: Shown;
  /** Units, as the table says. */
  readonly capacity?: number;
  /** Of each item that was written or read, by DynamoDB's rules of sizes. */
  readonly itemBytes: readonly number[];
}

export interface ShownSession {
  readonly roleArn: string;
  readonly name: string;
  readonly tags: Pairs;
  /** The trace in which the role was taken; none for a function's own session. */
  readonly takenIn?: string;
}

export interface FilesCall extends Called {
  readonly kind: 'Files';
  readonly operation: string;
  readonly path: string;
  readonly requestId: string;
}

/** What a pool did. */
export interface PoolStep {
  readonly kind: 'Pool';
  readonly operation: string;
  readonly about: Pairs;
  readonly outcome: string;
}

export interface AnswerStep {
  readonly kind: 'Answer';
  readonly status: number;
  readonly headers: Pairs;
  readonly body?: Shown;
}
