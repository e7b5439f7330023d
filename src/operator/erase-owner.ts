import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Reader, readListOf, readRecord, readText } from '../client/shapes.ts';
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
  /**
   * The keys of unfinished uploads that no URL can name, as they have a segment `.` or `..`. The bucket aborts them
   * seven days after they began.
   */
  readonly left: readonly string[];
}

/** An identity id, in every partition, or a `sub`. */
export const ownerPattern = /^(?:[a-z\d-]{1,18}:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

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
      ...(['cognito-idp', 'AdminDeleteUser', { UserPoolId, Username: username }, readNothing] as const),
      (failure) => (isOfNobody(failure) ? {} : undefined),
    );
    if (deleted.isErr() && !isOfNobody(deleted.error)) return err(deleted.error);
    account = deleted.isOk();
  }
  const items = await eraseItems(operator, tableName, id);
  if (items.isErr()) return err(items.error);
  const prefix = `private/${id}/`;
  const versions = bucketName === undefined ? ok(0) : await eraseVersions(operator, prefix);
  if (versions.isErr()) return err(versions.error);
  const uploads = bucketName === undefined ? ok({ count: 0, left: [] }) : await eraseUploads(operator, prefix);
  if (uploads.isErr()) return err(uploads.error);
  const isIdentity = id.includes(':');
  if (isIdentity) {
    const ids = { IdentityIdsToDelete: [id] };
    const deleted = await operator.json('cognito-identity', 'DeleteIdentities', ids, readUnprocessed);
    if (deleted.isErr()) return err(deleted.error);
    const [kept] = deleted.value.UnprocessedIdentityIds ?? [];
    if (kept !== undefined) return err(describeUnprocessed(kept));
  }
  const { count, left } = uploads.value;
  const counts = { items: items.value, versions: versions.value, uploads: count };
  return ok({ ...counts, account, identity: isIdentity, left });
};

const readNothing: Reader<object> = (value) => (typeof value === 'object' && value !== null ? value : undefined);

interface Unprocessed {
  readonly ErrorCode?: string;
}

/**
 * Reads which identities the pool did not delete: that is part of an answer of 200 [Amazon Cognito Federated Identities
 * API Reference, "DeleteIdentities"].
 */
const readUnprocessed = readRecord<{ readonly UnprocessedIdentityIds?: readonly Unprocessed[] }>(
  { UnprocessedIdentityIds: readListOf(readRecord<Unprocessed>({ ErrorCode: readText }, ['ErrorCode'])) },
  ['UnprocessedIdentityIds'],
);

const describeUnprocessed = ({ ErrorCode: type = 'InternalServerError' }: Unprocessed): OperatorFailure => ({
  ...{ kind: 'ServiceRefused', service: 'cognito-identity', type, status: 200 },
  message: `The identity pool did not delete the identity: ${type}.`,
});

const isOfNobody = (failure: OperatorFailure): boolean =>
  failure.kind === 'ServiceRefused' && failure.type === 'UserNotFoundException';
