import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Reader, readListOf, readRecord } from '../client/shapes.ts';
import { createOperator, type OperatorFailure, type OperatorOptions, type Place } from './operator.ts';
import { eraseUploads, eraseVersions } from './owner-files.ts';
import { eraseItems } from './owner-items.ts';

/** Whose everything is to go. */
export interface Owner {
  /** The owner of the notes: an identity id, or the user pool's `sub` where a deployment has that. */
  readonly id: string;
  /** The account, by its address or its `sub`; left out where the user deleted it. */
  readonly username?: string | undefined;
}

export interface OwnerErased {
  /** Whether there was an account, and was asked for. */
  readonly account: boolean;
  /** Of the table: notes, and what deleted notes leave behind. */
  readonly items: number;
  /** Of the bucket: files, their former versions, and marks of deletions. */
  readonly versions: number;
  /** In parts, that were not ended. */
  readonly uploads: number;
  /** Whether the identity pool was told to forget the identity. */
  readonly identity: boolean;
}

export const ownerPattern = /^(?:[a-z]{2}(?:-[a-z]+)+-\d:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Deletes what there is of an owner in user pool, table, bucket and identity pool, by the credentials of who administers the account. The
 * account first, so that nobody signs in meanwhile; the rest can be done again by the id, and does the rest after a failure. Credentials that the
 * owner has are good for an hour at most: who wrote by them since is erased by the same once more.
 */
export const eraseOwner = (
  { id, username }: Owner,
  place: Place,
  options: OperatorOptions,
): ResultAsync<OwnerErased, OperatorFailure> => new ResultAsync(eraseById(id, username, place, options));

const eraseById = async (
  id: string,
  username: string | undefined,
  place: Place,
  options: OperatorOptions,
): Promise<Result<OwnerErased, OperatorFailure>> => {
  // Half an id would be the beginning of others'.
  if (!ownerPattern.test(id)) return err({ kind: 'NotSent', reason: `"${id}" is no owner of notes.` });
  const operator = createOperator(place, options);
  const { userPoolId: UserPoolId, tableName, bucketName } = place;
  let account = false;
  if (username !== undefined) {
    const deleted = await operator.json('cognito-idp', 'AdminDeleteUser', { UserPoolId, Username: username }, nothing);
    if (deleted.isErr() && !isOfNobody(deleted.error)) return err(deleted.error);
    account = deleted.isOk();
  }
  const items = await eraseItems(operator, tableName, id);
  if (items.isErr()) return err(items.error);
  const prefix = `private/${id}/`;
  const versions = bucketName === undefined ? ok(0) : await eraseVersions(operator, prefix);
  if (versions.isErr()) return err(versions.error);
  const uploads = bucketName === undefined ? ok(0) : await eraseUploads(operator, prefix);
  if (uploads.isErr()) return err(uploads.error);
  const isIdentity = id.includes(':');
  if (isIdentity) {
    const ids = { IdentityIdsToDelete: [id] };
    const deleted = await operator.json('cognito-identity', 'DeleteIdentities', ids, identitiesDeleted);
    if (deleted.isErr()) return err(deleted.error);
  }
  return ok({ account, items: items.value, versions: versions.value, uploads: uploads.value, identity: isIdentity });
};

const nothing: Reader<object> = (value) => (typeof value === 'object' && value !== null ? value : undefined);

const identitiesDeleted: Reader<object> = readRecord<{ readonly UnprocessedIdentityIds?: readonly object[] }>(
  { UnprocessedIdentityIds: (value) => readListOf(nothing)(value) },
  ['UnprocessedIdentityIds'],
);

const isOfNobody = (failure: OperatorFailure): boolean =>
  failure.kind === 'ServiceRefused' && failure.type === 'UserNotFoundException';
