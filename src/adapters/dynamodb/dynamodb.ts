import type { Result } from 'neverthrow';

/** Bytes, as in the protocol (base64) or as in the SDK. */
type Bytes = string | Uint8Array;

/** An attribute's value, with exactly one member, which is its type [DynamoDB API Reference, "AttributeValue"]. */
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

/** The attributes that this project writes: texts and numbers. */
export type OwnAttributes = Record<string, { readonly S: string } | { readonly N: string }>;

/** Attribute names by placeholder. */
type Names = Record<string, string>;

interface Keyed {
  readonly TableName: string;
  readonly Key: OwnAttributes;
}

interface Conditional {
  readonly ConditionExpression: string;
  /** Makes a failed condition return the item that it was evaluated on. */
  readonly ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
}

/** The operations that the store needs, by their names in DynamoDB's API. */
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

/** What an operation's attempts may have done, including those that got no reply. */
interface Attempted {
  /**
   * Whether an attempt may have been carried out, or may still be: it was sent, and was neither refused nor found its
   * condition false.
   */
  readonly mayHaveWritten: boolean;
}

/** No attempt was answered, for lack of capacity, a connection, credentials or time. */
export interface Unavailable extends Attempted {
  readonly kind: 'Unavailable';
}

/**
 * DynamoDB found the condition false and wrote nothing in this attempt; an earlier attempt may have written all the
 * same.
 */
export interface ConditionFailed extends Attempted {
  readonly kind: 'ConditionFailed';
  /** The item that the condition was evaluated on, if there was one. */
  readonly item: Attributes | undefined;
}

/**
 * DynamoDB, as far as the store needs it. Transient failures are retried, as often and for as long as the
 * implementation decides, and until `signal` aborts. Rejects if a retry is of no use: a bug or a misconfiguration (a
 * validation error, a missing permission, a missing table).
 */
export type DynamoDB = <O extends keyof Operations>(
  operation: O,
  input: Operations[O]['input'],
  signal?: AbortSignal,
) => Promise<Result<Operations[O]['output'], Operations[O]['failure']>>;
