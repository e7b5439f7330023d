import { err, ok, type Result } from 'neverthrow';
import { isLongerThan } from './text.ts';

declare const brand: unique symbol;

/**
 * The owner of notes: 1 to 2,048 bytes of well-formed Unicode, compared exactly. On AWS, it is by default the caller's
 * Cognito identity id (`us-east-1:06d418dd-…`). Only `parseOwnerId` makes one, and its argument must come from the
 * identity of the caller, never from anything that the caller wrote.
 *
 * @example
 * const ownNotes = (caller: OwnerId) => listNotes(deps, caller, { limit: 100 });
 */
export type OwnerId = string & { readonly [brand]: 'OwnerId' };

/**
 * Why a text is not a valid owner id. `reason` completes a sentence that begins with the id: "is longer than 2,048
 * bytes".
 *
 * @example
 * const reason = parseOwnerId('').match(() => '', (invalid) => invalid.reason); // 'is empty'
 */
export interface InvalidOwnerId {
  readonly kind: 'InvalidOwnerId';
  readonly reason: string;
}

/**
 * Parses an owner id. The upper bound is DynamoDB's for a partition key [Amazon DynamoDB Developer Guide, "Service,
 * account, and table quotas"]. Refuses a lone surrogate because an encoder would replace it, and two owners would
 * become one.
 *
 * @example
 * // `subject` is that of a token whose signature, issuer, audience and end have been verified.
 * const owner = parseOwnerId(`https://issuer.example|${subject}`);
 */
export const parseOwnerId = (raw: string): Result<OwnerId, InvalidOwnerId> => {
  if (!raw.isWellFormed()) return invalid('is not well-formed Unicode');
  if (raw === '') return invalid('is empty');
  if (isLongerThan(raw, 2048)) return invalid('is longer than 2,048 bytes');
  return ok(raw as OwnerId);
};

const invalid = (reason: string) => err({ kind: 'InvalidOwnerId', reason } as const);
