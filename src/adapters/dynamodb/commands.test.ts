import { describe, expect, test } from 'vitest';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { fieldNames } from '../../domain/note-fields.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { putNewItem, updateIf } from './commands.ts';
import { createItem } from './note-item.ts';
import { putTombstone } from './tombstone.ts';
import { createLiveCondition } from './write-conditions.ts';

const owner = parseOwnerId('ann')._unsafeUnwrap();
const noteId = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
const draft = parseNoteDraft({ content: 'one' })._unsafeUnwrap();
const [revision, other] = [parseRevision('r')._unsafeUnwrap(), parseRevision('o')._unsafeUnwrap()];
const update = (attachment?: string) => {
  const of = parseNoteDraft({ content: 'one', attachment })._unsafeUnwrap();
  return updateIf('notes', createLiveCondition([revision, other]), owner, noteId, {
    draft: of,
    updatedAt: 2,
    revision,
  });
};

describe('a write', () => {
  test.each([
    ['create', putNewItem('notes', createItem(owner, { noteId, draft, createdAt: 1, revision }))],
    ['update', update()],
    ['delete', putTombstone('notes', owner, noteId, { deletedAt: 3, revision }, 'any')],
  ])('that is a %s asks for the item on which its condition fails', (_, input) => {
    expect(input.ReturnValuesOnConditionCheckFailure).toBe('ALL_OLD');
  });

  test('names each expected revision', () => {
    expect(update().ConditionExpression).toContain('revision IN (:expected0, :expected1)');
    expect(update().ExpressionAttributeValues).toMatchObject({
      ':expected0': { S: 'r' },
      ':expected1': { S: 'o' },
    });
  });

  test('that is an update sets each field of the draft, and removes the others', () => {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = update('a.png');
    expect(UpdateExpression).toBe(
      'SET #content = :content, #attachment = :attachment, updatedAt = :updatedAt, revision = :revision',
    );
    expect(ExpressionAttributeNames).toEqual({ '#content': 'content', '#attachment': 'attachment' });
    expect(ExpressionAttributeValues).toMatchObject({ ':content': { S: 'one' }, ':attachment': { S: 'a.png' } });
    expect(update().UpdateExpression).toBe(
      'SET #content = :content, updatedAt = :updatedAt, revision = :revision REMOVE #attachment',
    );
    expect(update().ExpressionAttributeNames).toEqual(ExpressionAttributeNames);
    expect(update().ExpressionAttributeValues).not.toHaveProperty(':attachment');
  });

  test('that is a delete removes every field', () => {
    const { UpdateExpression } = putTombstone('notes', owner, noteId, { deletedAt: 3, revision }, 'any');
    const removed = UpdateExpression.split(' REMOVE ')[1]?.split(', ');
    for (const name of fieldNames) expect(removed).toContain(`#${name}`);
  });
});
