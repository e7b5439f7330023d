import fc from 'fast-check';
import {
  type NoteDraft,
  type NoteId,
  parseNoteDraft,
  parseNoteId,
  parseRevision,
  type Revision,
} from '../domain/note.ts';
import { mapFields, type NoteField, noteFields } from '../domain/note-fields.ts';
import { type OwnerId, parseOwnerId } from '../domain/owner.ts';
import type { Expected, ExpectedRevisions } from '../ports/note-store.ts';
import { anyCharacter } from './any-character.ts';
import type { NoteAction } from './model.ts';

const ownerNamed = (name: string): OwnerId => parseOwnerId(name)._unsafeUnwrap();

/**
 * Pairs of owners that a careless key takes for one another: one the prefix of the other, separators, case, white
 * space, the same letter composed and decomposed, look-alikes of another script and of another width, NUL, wildcards,
 * numbers, and members that every object inherits. No name is in two pairs.
 */
export const twins: readonly (readonly [OwnerId, OwnerId])[] = (
  [
    ['us-east-1:7c9e6679', 'us-east-1:7c9e66790'],
    ['us-east-1:06d418dd', 'US-EAST-1:06D418DD'],
    ['us-east-1', 'us-east-1:'],
    ['a', 'A'],
    ['b', 'b '],
    ['c', ' c'],
    ['d', 'd\0'],
    ['e\0', 'e\0e'],
    ['é', 'e\u0301'],
    ['o', 'о'],
    ['f', 'ｆ'],
    ['g#h', 'g'],
    ['i%', 'i_'],
    ['0', '00'],
    ['1', '1.0'],
    ['__proto__', 'constructor'],
    ['😀', '\u{10ffff}'],
  ] as const
).map(([one, other]) => [ownerNamed(one), ownerNamed(other)]);

/** Draws `count` different owners, in any order. */
export const someOwners = (count: number): fc.Arbitrary<readonly OwnerId[]> =>
  fc.shuffledSubarray(twins.flat(), { minLength: count, maxLength: count });

/** Texts that a component on the way is likely to change. */
export const delicateTexts: readonly string[] = [
  'e\u0301é',
  'a\0b',
  ' a ',
  '\u202ea\r\n\ufeff',
  '\u{1f469}\u200d\u{1f467}',
];

/** Ids that differ early and late, in version and in order of creation. */
export const noteIds: readonly NoteId[] = [
  '00000000-0000-0000-0000-000000000000',
  '0192d3c4-0000-7000-8000-000000000001',
  '0192d3c4-0000-7000-8000-000000000002',
  '0192d3c4-0000-7000-8000-00000000000f',
  '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
  'f47ac10b-58cc-11ee-8c99-0242ac120002',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
].map((id) => parseNoteId(id)._unsafeUnwrap());

/** Returns the id of this number. Ids sort by their numbers. */
export const idNumbered = (index: number): NoteId =>
  parseNoteId(`0192d3c4-0000-7000-8000-${index.toString(16).padStart(12, '0')}`)._unsafeUnwrap();

/** More ids than a store is likely to return in one answer. */
export const manyIds: readonly NoteId[] = Array.from({ length: 120 }, (_, index) => idNumbered(index));

/** Texts from which owners are made: identity ids as Cognito makes them, and any other texts, up to about 160 bytes. */
export const someMaterial: fc.Arbitrary<string> = fc.oneof(
  fc.uuid({ version: 4 }).map((uuid) => `us-east-1:${uuid}`),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }),
);

/** Returns the revision that the step of this number writes. No two writes of a history have the same one. */
export const revisionNumbered = (step: number): Revision => parseRevision(`r${step}`)._unsafeUnwrap();

export const createDraft = (content: string, attachment?: string): NoteDraft =>
  parseNoteDraft({ content, attachment })._unsafeUnwrap();

/** Creates a draft whose text for each field depends on the field's bound, in bytes. */
export const createFullDraft = (textOf: (maxBytes: number) => string | undefined): NoteDraft =>
  parseNoteDraft(mapFields((name) => textOf(noteFields[name].maxBytes)))._unsafeUnwrap();

/** A draft with the longest text in each field. */
export const longestDraft: NoteDraft = createFullDraft((maxBytes) => 'é'.repeat(maxBytes / 2));

const text = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 12 });

/** Drafts that are often equal, and sometimes have any text at all. */
export const someDraft: fc.Arbitrary<NoteDraft> = fc
  .record<{ [N in NoteField]: string | undefined }>({
    content: fc.oneof(fc.constantFrom('one', 'two'), text),
    attachment: fc.oneof(fc.constant(undefined), fc.constant('file'), text),
  })
  .map((texts) => parseNoteDraft(texts)._unsafeUnwrap());

/**
 * An action without what depends on its step: the revision, and the time of a create or a delete. Updates draw their
 * times, because their clocks differ.
 */
type Drawn = (step: number) => NoteAction;

/**
 * Draws what a write expects: any revision; some revisions of the first steps, which may be this owner's or another's,
 * current, stale or never written; or the negation of either.
 */
const someExpected = (steps: number): fc.Arbitrary<Expected> => {
  const some = fc
    .tuple(fc.nat(steps), fc.array(fc.nat(steps), { maxLength: 10 }))
    .map(([first, others]): ExpectedRevisions => [revisionNumbered(first), ...others.map(revisionNumbered)]);
  const all = fc.constant('any' as const);
  return fc.oneof(
    all,
    { weight: 2, arbitrary: some },
    fc.oneof({ weight: 3, arbitrary: some }, all).map((not): Expected => ({ not })),
  );
};

const drawnActions = (id: fc.Arbitrary<NoteId>, expected: fc.Arbitrary<Expected>): fc.Arbitrary<Drawn> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(id, someDraft).map(
        ([noteId, draft]): Drawn =>
          (step) => ({
            type: 'create',
            creation: { noteId, draft, createdAt: step, revision: revisionNumbered(step) },
          }),
      ),
    },
    id.map(
      (id): Drawn =>
        () => ({ type: 'find', id }),
    ),
    fc
      .record(
        { limit: fc.integer({ min: 1, max: 5 }), after: fc.constantFrom(...noteIds) },
        { requiredKeys: ['limit'] },
      )
      .map(
        (page): Drawn =>
          () => ({ type: 'list', page }),
      ),
    {
      weight: 2,
      arbitrary: fc.tuple(id, someDraft, fc.nat(40), expected).map(
        ([id, draft, updatedAt, expected]): Drawn =>
          (step) => ({
            type: 'update',
            id,
            change: { draft, updatedAt, revision: revisionNumbered(step) },
            expected,
          }),
      ),
    },
    fc.tuple(id, expected).map(
      ([id, expected]): Drawn =>
        (step) => ({
          type: 'delete',
          id,
          deletion: { deletedAt: step, revision: revisionNumbered(step) },
          expected,
        }),
    ),
  );

/** A step of a history: the index of its owner, and the action. */
export interface DrawnAction {
  readonly who: number;
  readonly command: NoteAction;
}

/** Draws interleaved actions of this many owners. */
export const someHistory = (owners: number, maxLength = 40): fc.Arbitrary<readonly DrawnAction[]> =>
  fc
    .array(fc.tuple(fc.nat(owners - 1), drawnActions(fc.constantFrom(...noteIds.slice(0, 4)), someExpected(30))), {
      maxLength,
      size: 'max',
    })
    .map((steps) => steps.map(([who, draw], step) => ({ who, command: draw(step) })));

/** Often the revision with which the note was created. */
const expectedThere: fc.Arbitrary<Expected> = fc.oneof(fc.constant([revisionNumbered(0)] as const), someExpected(4));

/**
 * Actions of two owners on a note of each, in bunches that begin at once. The first one creates the first owner's note.
 */
export const someContention: fc.Arbitrary<readonly (readonly DrawnAction[])[]> = fc
  .array(
    fc.array(
      fc.tuple(fc.constantFrom(0, 0, 0, 1), drawnActions(fc.constantFrom(...noteIds.slice(1, 2)), expectedThere)),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((bunches) => {
    let step = 1;
    const noteId = noteIds[1] as NoteId;
    const creation = { noteId, draft: createDraft('one'), createdAt: 0, revision: revisionNumbered(0) };
    const first: DrawnAction = { who: 0, command: { type: 'create', creation } };
    return [[first], ...bunches.map((bunch) => bunch.map(([who, draw]) => ({ who, command: draw(step++) })))];
  });
