import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Reader, readListOf, readRecord } from '../client/shapes.ts';
import { createOperator, type OperatorFailure, type OperatorOptions, type Place } from './operator.ts';
import { eraseUploads, eraseVersions } from './owner-files.ts';
import { eraseItems } from './owner-items.ts';

/** The owner to erase. */
export interface Owner {
  /** The owner of the notes: an identity id, or the user pool's `sub` if the deployment uses that. */
  readonly id: string;
  /** The account, by its address or its `sub`; absent if the user has deleted it. */
  readonly username?: string | undefined;
}

export interface OwnerErased {
  /** Whether an account was given, existed, and was deleted. */
  readonly account: boolean;
  /** How many items were deleted from the table: notes and tombstones. */
  readonly items: number;
  /** How many versions were deleted from the bucket: files, their earlier versions, and delete markers. */
  readonly versions: number;
  /** How many unfinished multipart uploads were aborted. */
  readonly uploads: number;
  /** Whether the identity pool was told to delete the identity. */
  readonly identity: boolean;
}

export const ownerPattern = /^(?:[a-z]{2}(?:-[a-z]+)+-\d:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Deletes an owner from the user pool, the table, the bucket and the identity pool, with credentials of the AWS
 * account's administrator. Deletes the user's account first, so that nobody signs in meanwhile. The rest can be
 * repeated by id, which also completes it after a failure. Credentials that the owner already has are valid for an hour
 * at most: to delete what is written with them meanwhile, call it again.
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
  // Part of an id could be a prefix of other owners' ids.
  if (!ownerPattern.test(id)) return err({ kind: 'NotSent', reason: `"${id}" is not an owner of notes.` });
  const operator = createOperator(place, options);
  const { userPoolId: UserPoolId, tableName, bucketName } = place;
  let account = false;
  if (username !== undefined) {
    const deleted = await operator.json(
      'cognito-idp',
      'AdminDeleteUser',
      { UserPoolId, Username: username },
      readNothing,
    );
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

const readNothing: Reader<object> = (value) => (typeof value === 'object' && value !== null ? value : undefined);

const identitiesDeleted: Reader<object> = readRecord<{ readonly UnprocessedIdentityIds?: readonly object[] }>(
  { UnprocessedIdentityIds: (value) => readListOf(readNothing)(value) },
  ['UnprocessedIdentityIds'],
);

const isOfNobody = (failure: OperatorFailure): boolean =>
  failure.kind === 'ServiceRefused' && failure.type === 'UserNotFoundException';
