import type { ExplainedRefusal } from '../why/explanation.ts';

/**
 * A request that the stack served and what happened in it, as the console shows it. It never contains secret keys,
 * session tokens, proofs of passwords or whole signatures. The console uses these types as they are.
 */
export interface Trace extends Row {
  /** In the order in which they started. */
  readonly steps: readonly TraceStep[];
  /** Why the request was refused. */
  readonly refusal?: ExplainedRefusal;
}

/** The part of a trace that is in the list. */
export interface Row {
  readonly id: string;
  readonly kind: RequestKind;
  /** When the request arrived, as in `2026-11-28T08:00:00.000Z`. */
  readonly time: string;
  /** As in `GET`; for the pools, the operation. */
  readonly method: string;
  /** With its query; for the pools, details of the operation. */
  readonly path: string;
  readonly who?: Who;
  /** Absent while the request is in progress, and for kinds that have none. */
  readonly status?: number;
  readonly isRefused: boolean;
  /** Present if IAM denied a part of the request, and the rest was served. */
  readonly isDeniedInPart?: true;
  readonly milliseconds?: number;
  /** The id that the client sees: `apigw-requestid` or `x-amz-request-id`. */
  readonly requestId?: string;
  /** Why the request was refused, in a sentence. */
  readonly cause?: string;
}

/** A request to the API, to S3, to either pool, or to the table by a user; or a schedule. */
export type RequestKind = 'api' | 'files' | 'pools' | 'table' | 'schedule';

export interface Who {
  readonly email?: string;
  /** From the user pool. */
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

/** Milliseconds, counted from when the request arrived. */
export interface Timed {
  readonly at: number;
  readonly milliseconds: number;
}

export type TraceStepOf<K extends TraceStep['kind']> = Extract<TraceStep, { readonly kind: K }>;

/** A text, cut to a length that can be read. */
export interface Shown {
  readonly text: string;
  /** The length of the whole text. */
  readonly bytes: number;
  readonly isCut: boolean;
}

export type Pairs = readonly (readonly [name: string, value: string])[];

/** The request as it arrived, without its secrets. */
export interface RequestStep {
  readonly kind: 'Request';
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Pairs;
  readonly body?: Shown;
}

/** What the verifier made of the request and compared the signature with. */
export interface SignatureStep {
  readonly kind: 'Signature';
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly matches: boolean;
}

/** The credentials that signed the request. */
export interface CredentialsStep {
  readonly kind: 'Credentials';
  readonly accessKeyId: string;
  /** Present if this run of the stack issued them. */
  readonly issued?: string;
  readonly expires: string;
  readonly identityId: string;
  readonly sub?: string;
}

/** A question to IAM, its decision, and the statements behind it. */
export interface Permission {
  readonly allowed: boolean;
  /** The decision and its reason. */
  readonly sentence: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Pairs;
  /** The statements about this action. */
  readonly statements: readonly ConsideredShown[];
  /** How many later decisions about the same request, with this action and outcome, are not kept. */
  readonly more?: number;
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

/** The event that the function received. */
export interface EventStep {
  readonly kind: 'Event';
  readonly functionName: string;
  readonly event: string;
}

/** The owner that the request acts for, derived from the event alone. */
export interface OwnerStep {
  readonly kind: 'Owner';
  readonly owner: string;
  readonly from: 'identity' | 'user-pool-sub';
}

/** A request from a function to another service, or from a user to the table. */
export type CallStep = RoleCall | TableCall | FilesCall;

interface Called {
  /** Absent if there was no response. */
  readonly status: number;
  /** The access key that signed it. */
  readonly accessKeyId: string;
}

/** A request about which IAM is asked once. */
interface Judged extends Called {
  readonly permission?: Permission;
}

export interface RoleCall extends Judged {
  readonly kind: 'Role';
  readonly roleArn: string;
  readonly tags: Pairs;
  /** The access key of the issued session. */
  readonly issuedKeyId?: string;
  readonly expires?: string;
}

export interface TableCall extends Judged {
  readonly kind: 'Table';
  readonly operation: string;
  /** The table's partition keys to which the request is restricted, if it is. */
  readonly leadingKeys: readonly string[];
  /** The session behind the call: its tags, and the request in which it was issued. */
  readonly session?: ShownSession;
  readonly asked: string;
  readonly answer: Shown;
  /** Capacity units, as the table reports them. */
  readonly capacity?: number;
  /** The size of each item written or read, by DynamoDB's size rules. */
  readonly itemBytes: readonly number[];
}

export interface ShownSession {
  readonly roleArn: string;
  readonly name: string;
  readonly tags: Pairs;
  /** The trace in which the role was assumed; absent for a function's own session. */
  readonly takenIn?: string;
}

export interface FilesCall extends Called {
  readonly kind: 'Files';
  readonly operation: string;
  readonly path: string;
  readonly requestId: string;
  /** IAM's decisions, in order: several if it was asked for each key, or whether a missing file may be listed, too. */
  readonly permissions: readonly Permission[];
}

/** An operation of a pool. */
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
