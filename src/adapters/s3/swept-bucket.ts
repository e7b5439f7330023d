import type { Result } from 'neverthrow';

/**
 * An S3 bucket, as far as a sweep needs it: names and tags, no contents. Transient failures are retried. Rejects if a
 * retry is of no use: a missing permission, a missing bucket. An operation on a missing object has no effect.
 */
export interface SweptBucket {
  /** Lists at most 1,000 names [S3 API Reference, "ListObjectsV2"]. */
  list(asked: ListRequest): Promise<Result<Listed, Unavailable>>;
  /** Returns the value of one tag. */
  tag(key: string, name: string): Promise<Result<string | undefined, Unavailable>>;
  /** Replaces all tags of an object by one. Names and values: letters, digits and `+-=._:/@`. */
  setTag(key: string, name: string, value: string): Promise<Result<void, Unavailable>>;
  delete(key: string): Promise<Result<void, Unavailable>>;
}

export interface ListRequest {
  readonly prefix: string;
  /** Groups the keys that have it after the prefix into one of `prefixes`. */
  readonly delimiter?: string;
  /** The `next` of the previous page. */
  readonly token?: string | undefined;
}

export interface Listed {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  readonly next?: string;
}

/** No attempt was answered; one may have been carried out all the same. */
export interface Unavailable {
  readonly kind: 'Unavailable';
}
