import type { Revision } from '../../domain/note.ts';
import type { Expected } from '../../ports/note-store.ts';
import { noRevision } from './note-item.ts';

export interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<`:${string}`, Revision>>;
}

const isLive = 'attribute_exists(noteId) AND attribute_not_exists(deletedAt)';

/** True of a note that is there and has an expected revision. */
export const liveAndExpected = (expected: Expected): Condition => {
  if (expected === 'any') return { expression: isLive, values: {} };
  const values = Object.fromEntries(expected.map((revision, index) => [`:expected${index}`, revision]));
  const oneOf = `revision IN (${Object.keys(values).join(', ')})`;
  const alternatives = expected.includes(noRevision) ? `(${oneOf} OR attribute_not_exists(revision))` : oneOf;
  return { expression: `${isLive} AND ${alternatives}`, values };
};

/**
 * True of a note that has an expected revision and was last updated before `:updatedAt`. Once an update was applied, this
 * is false for good: an attempt of it that arrives late, after others have written, does nothing.
 */
export const beforeUpdate = (expected: Expected): Condition => {
  const { expression, values } = liveAndExpected(expected);
  return {
    expression: `${expression} AND (attribute_not_exists(updatedAt) OR updatedAt < :updatedAt)`,
    values,
  };
};
