import type { Result } from 'neverthrow';

/** Bytes, as the protocol has them (base64) or as the SDK does. */
type Bytes = string | Uint8Array;

/** An attribute's value, with exactly one member: what its type is [DynamoDB API Reference, "AttributeValue"]. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly L?: readonly AttributeValue[];
  readonly M?: Attributes;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly Bytes[];
  readonly B?: Bytes;
}

/** An item, or a part of one. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What this project writes: texts and numbers. */
export type OwnAttributes = Record<string, { readonly S: string } | { readonly N: string }>;

/** Attributes' names by their placeholders. */
type Names = Record<string, string>;

interface Keyed {
  readonly TableName: string;
  readonly Key: OwnAttributes;
}

interface Conditional {
  readonly ConditionExpression: string;
  /** The failure of the condition then has the item that it was tried on. */
  readonly ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
}

/** The operations that the store needs, by the names of DynamoDB's API. */
export interface Operations {
  readonly GetItem: {
    readonly input: Keyed & { readonly ConsistentRead?: boolean };
    readonly output: { readonly Item?: Attributes | undefined };
    readonly failure: Unavailable;
  };
  readonly Query: {
    readonly input: {
      readonly TableName: string;
      readonly KeyConditionExpression: string;
      readonly ExpressionAttributeValues: OwnAttributes;
      readonly ProjectionExpression: string;
      readonly ExpressionAttributeNames: Names;
      readonly Select?: 'SPECIFIC_ATTRIBUTES';
      readonly ScanIndexForward?: boolean;
      readonly Limit?: number;
      readonly ExclusiveStartKey?: OwnAttributes;
      readonly ConsistentRead?: boolean;
    };
    readonly output: {
      readonly Items?: readonly Attributes[] | undefined;
      readonly LastEvaluatedKey?: Attributes | undefined;
    };
    readonly failure: Unavailable;
  };
  readonly PutItem: {
    readonly input: Conditional & { readonly TableName: string; readonly Item: OwnAttributes };
    readonly output: object;
    readonly failure: Unavailable | ConditionFailed;
  };
  readonly UpdateItem: {
    readonly input: Keyed &
      Conditional & {
        readonly UpdateExpression: string;
        readonly ExpressionAttributeNames: Names;
        readonly ExpressionAttributeValues: OwnAttributes;
        readonly ReturnValues?: 'ALL_NEW';
      };
    readonly output: { readonly Attributes?: Attributes | undefined };
    readonly failure: Unavailable | ConditionFailed;
  };
}

/** What an operation's attempts may have done, those that nobody has heard of again included. */
interface Attempted {
  /**
   * Whether an attempt may have been carried out, or may still be: it was sent, and neither was refused nor found its
   * condition false.
   */
  readonly mayHaveWritten: boolean;
}

/** No attempt was answered, for want of capacity, of a connection, of credentials or of time. */
export interface Unavailable extends Attempted {
  readonly kind: 'Unavailable';
}

/** DynamoDB looked, and did nothing in this attempt; an earlier one may have written all the same. */
export interface ConditionFailed extends Attempted {
  readonly kind: 'ConditionFailed';
  /** The item that the condition was tried on, if there was one. */
  readonly item: Attributes | undefined;
}

/**
 * DynamoDB, as far as the store needs it. What fails for a while is tried again, as often and for as long as whoever made this
 * thinks right, and until `signal` ends. Rejects where trying again is of no use: a bug, or a wrong set-up (a validation
 * error, a missing permission, a missing table).
 */
export type DynamoDB = <O extends keyof Operations>(
  operation: O,
  input: Operations[O]['input'],
  signal?: AbortSignal,
) => Promise<Result<Operations[O]['output'], Operations[O]['failure']>>;
