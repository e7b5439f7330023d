import fc from 'fast-check';
import { v1, v4, v6, v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { type NoteDraft, parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { createFingerprint, createItem, keyOf, noRevision, readNote, readRevision } from './note-item.ts';
import { isTombstone } from './tombstone.ts';

const owner = parseOwnerId('ann')._unsafeUnwrap();
const createId = (text: string) => parseNoteId(text)._unsafeUnwrap();
const noteId = createId('0192d3c4-0000-7000-8000-000000000001');
const revision = parseRevision('r')._unsafeUnwrap();
const text = fc.string({ unit: 'grapheme', minLength: 1 });
const draft = fc
  .record({ content: text, attachment: text }, { requiredKeys: ['content'] })
  .map((raw) => parseNoteDraft(raw)._unsafeUnwrap());
const createDraft = (content: string, attachment?: string): NoteDraft =>
  parseNoteDraft({ content, attachment })._unsafeUnwrap();

describe('the key of a note', () => {
  test('is its whole owner as partition key, and its id as sort key', () => {
    const owners = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(owners, fc.uuid(), (raw, id) => {
        const key = keyOf(parseOwnerId(raw)._unsafeUnwrap(), createId(id));
        expect(key).toStrictEqual({ userId: raw, noteId: id });
      }),
    );
  });
});

describe('the fingerprint of a draft', () => {
  test('is 128 bits, as 22 characters of base64url', () => {
    fc.assert(
      fc.property(draft, (of) => {
        expect(createFingerprint(of)).toMatch(/^[\w-]{22}$/);
      }),
    );
  });

  test('is the same for equal drafts, and differs for others', () => {
    fc.assert(
      fc.property(draft, draft, (one, other) => {
        const equal = one.content === other.content && one.attachment === other.attachment;
        expect(createFingerprint({ ...one })).toBe(createFingerprint(one));
        expect(createFingerprint(one) === createFingerprint(other)).toBe(equal);
      }),
    );
    expect(createFingerprint(createDraft('ab', 'c'))).not.toBe(createFingerprint(createDraft('a', 'bc')));
    expect(createFingerprint(createDraft('a'))).not.toBe(createFingerprint(createDraft('a', 'null')));
  });

  test('does not change between versions of this code, because tables hold it', () => {
    expect(createFingerprint(createDraft('one'))).toBe('SACMGPjzvOxh8AQvVlLVA2');
    expect(createFingerprint(createDraft('one', 'a.png'))).toBe('-cI86ftQ6XXdg-tQrpuiKU');
  });
});

describe('an item that this code wrote', () => {
  test('reads as the note for which it was written', () => {
    fc.assert(
      fc.property(draft, fc.nat(), (of, createdAt) => {
        const item = createItem(owner, { noteId, draft: of, createdAt, revision });
        expect(readNote(owner, item)).toStrictEqual({ userId: owner, noteId, ...of, createdAt, revision });
        expect(isTombstone(item)).toBe(false);
        expect(item.createdAs).toBe(createFingerprint(of));
      }),
    );
  });
});

describe('an item that other code wrote', () => {
  const read = (fields: object) => readNote(owner, { userId: owner, noteId, createdAt: 1, ...fields });

  test.each([
    ['a text', 'old', 'old'],
    ['an empty text', '', ''],
    ['nothing', undefined, ''],
    ['NULL', null, ''],
    ['a number', 0, '0'],
    ['false', false, 'false'],
    ['a list', [1, 'a'], '[1,"a"]'],
  ])('with %s for content still has content', (_, content, shown) => {
    expect(read({ content })?.content).toBe(shown);
  });

  test('leaves out the members that it does not have', () => {
    const bare = { userId: owner, noteId, content: '', createdAt: 1, revision: noRevision };
    expect(read({})).toStrictEqual(bare);
    expect(read({ attachment: null, updatedAt: 'yesterday', revision: 7 })).toStrictEqual(bare);
    expect(read({ attachment: '', updatedAt: 0 })).toStrictEqual({ ...bare, attachment: '', updatedAt: 0 });
  });

  test('belongs to the owner for whom the table was asked, whatever its userId', () => {
    expect(read({ userId: 'bob' })?.userId).toBe(owner);
  });

  test.each(['not-a-uuid', '', undefined, 7])('under the key %j is not a note', (noteId) => {
    expect(read({ noteId })).toBeUndefined();
  });

  test('has the revision that stands for none if it has none', () => {
    expect(readRevision({})).toBe('0');
    expect(readRevision({ revision: null })).toBe('0');
    expect(readRevision({ revision: 'r' })).toBe('r');
  });
});

describe('an item without a date', () => {
  const createdAt = (id: string) => readNote(owner, { noteId: id, createdAt: 'yesterday' })?.createdAt;
  const time = fc.integer({ min: 0, max: Date.UTC(2200, 0) });

  test('has the date of its UUIDv7', () => {
    fc.assert(
      fc.property(time, (msecs) => {
        expect(createdAt(v7({ msecs }))).toBe(msecs);
      }),
    );
  });

  test('has the date of its UUIDv1', () => {
    fc.assert(
      fc.property(time, (msecs) => {
        expect(createdAt(v1({ msecs }))).toBe(msecs);
      }),
    );
  });

  test.each([
    ['a UUIDv1 from before 1970', '00000000-0000-1000-8000-000000000000'],
    ['a random UUID', v4()],
    ['a UUIDv6', v6()],
    ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
    ['the max UUID', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ])('under %s has the date 0', (_, id) => {
    expect(createdAt(id)).toBe(0);
  });
});
