import type { Result } from 'neverthrow';

/**
 * One bucket of S3, as far as a sweep needs it: names and tags, no contents. What fails for a while is tried again; rejects where trying
 * again is of no use: a missing permission, a missing bucket. What is said of an object that is not there has no effect.
 */
export interface SweptBucket {
  /** At most 1,000 names [S3 API Reference, "ListObjectsV2"]. */
  list(asked: ListRequest): Promise<Result<Listed, Unavailable>>;
  /** The value of one tag. */
  tag(key: string, name: string): Promise<Result<string | undefined, Unavailable>>;
  /** In place of all tags that there are. Names and values: letters, digits and `+-=._:/@`. */
  setTag(key: string, name: string, value: string): Promise<Result<void, Unavailable>>;
  delete(key: string): Promise<Result<void, Unavailable>>;
}

export interface ListRequest {
  readonly prefix: string;
  /** Keys that have it behind the prefix are shown as one. */
  readonly delimiter?: string;
  /** As `next` of the page before. */
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
