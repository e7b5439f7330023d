import type { Revision } from '../../domain/note.ts';
import type { Expected, ExpectedRevisions } from '../../ports/note-store.ts';
import { noRevision } from './note-item.ts';

export interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<`:${string}`, Revision>>;
}

const isLive = 'attribute_exists(noteId) AND attribute_not_exists(deletedAt)';

/** Creates a condition that is true if the note exists and its revision is an expected one. */
export const createLiveCondition = (expected: Expected): Condition => {
  if (expected === 'any') return { expression: isLive, values: {} };
  const negated = 'not' in expected;
  const revisions = negated ? expected.not : expected;
  // Always false: it is sent because a failed condition returns the item.
  if (revisions === 'any') return { expression: `${isLive} AND attribute_not_exists(noteId)`, values: {} };
  const { expression, values } = expectOneOf(revisions);
  return { expression: `${isLive} AND ${negated ? `NOT ${expression}` : expression}`, values };
};

const expectOneOf = (revisions: ExpectedRevisions): Condition => {
  const values = Object.fromEntries(revisions.map((revision, index) => [`:expected${index}`, revision]));
  const list = `revision IN (${Object.keys(values).join(', ')})`;
  const alternatives = revisions.includes(noRevision) ? `${list} OR attribute_not_exists(revision)` : list;
  return { expression: `(${alternatives})`, values };
};

/**
 * Creates a condition that is true if the note has an expected revision and was last updated before `:updatedAt`. Once
 * an update is applied, this stays false: an attempt of it that arrives late, after other writes, does nothing.
 */
export const createUpdateCondition = (expected: Expected): Condition => {
  const { expression, values } = createLiveCondition(expected);
  return {
    expression: `${expression} AND (attribute_not_exists(updatedAt) OR updatedAt < :updatedAt)`,
    values,
  };
};
