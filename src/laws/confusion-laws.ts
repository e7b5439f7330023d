import fc from 'fast-check';
import { type NoteDraft, type NoteId, parseNoteId, parseRevision, type Revision } from '../domain/note.ts';
import { type OwnerId, parseOwnerId } from '../domain/owner.ts';
import type { Expected } from '../ports/note-store.ts';
import { createDraft, createFullDraft, idNumbered, someMaterial, someOwners } from './arbitraries.ts';
import { confusions } from './confusions/catalogue.ts';
import type { Law } from './law.ts';
import { law } from './law-over.ts';
import { createModel, type NoteAction } from './model.ts';
import { inRounds, type OwnerAction } from './rounds.ts';

const quote = (text: string): string =>
  text.length <= 60 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 40))}… of ${text.length} units`;

const revisionNumbered = (step: number, index: number): Revision => parseRevision(`s${step}-${index}`)._unsafeUnwrap();

const page: NoteAction = { type: 'list', page: { limit: 1000 } };
const find = (id: NoteId): NoteAction => ({ type: 'find', id });
const create = (noteId: NoteId, draft: NoteDraft, revision: Revision): NoteAction => ({
  type: 'create',
  creation: { noteId, draft, createdAt: 1, revision },
});
const update = (id: NoteId, draft: NoteDraft, revision: Revision, expected: Expected = 'any'): NoteAction => ({
  type: 'update',
  id,
  change: { draft, updatedAt: 2, revision },
  expected,
});
const deleteAction = (id: NoteId, revision: Revision, expected: Expected = 'any'): NoteAction => ({
  type: 'delete',
  id,
  deletion: { deletedAt: 3, revision },
  expected,
});

/** Uses two owners for each confusion: a store that is confused in that way takes one for the other. */
const ownersOfConfusions = law(
  'tells every owner from another, in whichever way stores take one text for another',
  someMaterial,
  async (store, material) => {
    const rounds: OwnerAction[][] = Array.from({ length: 7 }, () => []);
    for (const [index, { name, pair }] of confusions.entries()) {
      const [stored, other] = pair(material).map((text) => parseOwnerId(text)._unsafeUnwrap()) as [OwnerId, OwnerId];
      const [shared, own] = [idNumbered(2 * index), idNumbered(2 * index + 1)];
      const about = `A store that ${name} takes the owner ${quote(other)} for ${quote(stored)}`;
      const ask = (round: number, owner: OwnerId, command: NoteAction) =>
        rounds[round]?.push({ owner, command, about });
      const revision = (step: number) => revisionNumbered(step, index);
      ask(0, stored, create(shared, createDraft('of the one'), revision(1)));
      ask(1, other, find(shared));
      ask(1, other, page);
      ask(2, other, create(shared, createDraft('of the other'), revision(2)));
      ask(2, other, create(own, createDraft('of the other'), revision(3)));
      ask(3, stored, find(shared));
      ask(3, stored, page);
      ask(4, other, update(shared, createDraft('changed'), revision(4)));
      ask(5, stored, find(shared));
      ask(5, other, deleteAction(shared, revision(5)));
      ask(6, stored, find(shared));
      ask(6, other, page);
    }
    await inRounds(store, createModel(), rounds);
  },
  { parts: 10 },
);

/** Lengths in bytes, up to the longest, at which a component on the way may cut a text, for units of 1 to 4 bytes. */
const lengths: readonly number[] = [
  ...[7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 190, 191, 192, 254, 255, 256, 257, 511, 512, 513],
  ...[1000, 1023, 1024, 1025, 2000, 2047, 2048, 2049, 3999, 4000, 4001, 4095, 4096, 4097, 8000, 8191, 8192, 8193],
  ...[16_384, 16_385, 32_767, 32_768, 32_769, 65_534, 65_535, 65_536, 65_537, 100_000, 131_071, 131_072, 131_073],
  ...[200_000, 262_142, 262_143, 262_144],
];
const units = ['a', 'é', '€', '😀'] as const;
const countBytes = (unit: string): number => new TextEncoder().encode(unit).length;

/**
 * Returns a text of exactly this many bytes: one unit repeated, after as many letters as remain, so that units straddle
 * a cut.
 */
const createTextOfBytes = (bytes: number, unit: string): string => {
  const width = countBytes(unit);
  return 'x'.repeat(bytes % width) + unit.repeat(Math.floor(bytes / width));
};

/** Returns drafts that show what a store does to texts, each with what it shows. */
const createTellingDrafts = (material: string): readonly { readonly draft: NoteDraft; readonly shows: string }[] => {
  const changed = confusions.flatMap(({ name, pair, map }) => {
    const text = map && pair(material).find((each) => map(each) !== each);
    if (text === undefined) return [];
    const bytes = new TextEncoder().encode(text).length;
    return [
      {
        draft: createFullDraft((maxBytes) => (bytes <= maxBytes ? text : undefined)),
        shows: `A store that ${name} changes the text ${quote(text)}`,
      },
    ];
  });
  const long = lengths.map((bytes, index) => {
    const unit = units[index % units.length] ?? 'a';
    return {
      draft: createFullDraft((maxBytes) => createTextOfBytes(Math.min(bytes, maxBytes), unit)),
      shows: `A store changes a text of ${bytes} bytes, in characters of ${countBytes(unit)}`,
    };
  });
  const longest = units.map((unit) => ({
    draft: createFullDraft((maxBytes) => createTextOfBytes(maxBytes, unit)),
    shows: `A store changes the longest text, in characters of ${countBytes(unit)} bytes`,
  }));
  return [...changed, ...long, ...longest];
};

const textsOfConfusions = law(
  'keeps every text as it was given, in whichever way stores change texts, up to the longest',
  fc.tuple(someMaterial, someOwners(1)),
  async (store, [material, [owner]]) => {
    const rounds: OwnerAction[][] = Array.from({ length: 4 }, () => []);
    const drafts = createTellingDrafts(material);
    const model = createModel();
    for (const [index, { draft, shows }] of drafts.entries()) {
      const id = idNumbered(index);
      // An update writes each text to another note than the create does.
      const next = drafts[(index + 1) % drafts.length] ?? { draft, shows };
      const ask = (round: number, command: NoteAction, about: string) =>
        rounds[round]?.push({ owner: owner as OwnerId, command, about });
      ask(0, create(id, draft, revisionNumbered(1, index)), shows);
      ask(1, find(id), shows);
      ask(2, update(id, next.draft, revisionNumbered(2, index)), next.shows);
      ask(3, find(id), next.shows);
    }
    // Pages of a few notes, so that the texts of a list are checked like those of a find.
    const all: OwnerAction[] = [];
    for (let below = drafts.length; below > 0; below -= 20)
      all.push({
        owner: owner as OwnerId,
        command: { type: 'list', page: { limit: 20, after: idNumbered(below) } },
        about: 'A list shows a text as another',
      });
    await inRounds(store, model, [...rounds.slice(0, 2), all, ...rounds.slice(2), all]);
  },
  { parts: 10 },
);

/**
 * Pairs of revisions that a store may take for one another. The port's revisions are up to 64 visible ASCII characters.
 */
const revisionPairs = confusions.flatMap(({ name, pair }) => {
  const [one, other] = pair('r7').map((text) => parseRevision(text).unwrapOr(undefined));
  return one === undefined || other === undefined ? [] : [{ name, one, other }];
});

const revisionsOfConfusions = law(
  'tells every revision from another, up to the longest',
  someOwners(1),
  async (store, [owner]) => {
    const rounds: OwnerAction[][] = Array.from({ length: 8 }, () => []);
    const model = createModel();
    for (const [index, { name, one, other }] of revisionPairs.entries()) {
      const id = idNumbered(index);
      const about = `A store that ${name} takes the revision ${quote(other)} for ${quote(one)}`;
      const ask = (round: number, command: NoteAction) =>
        rounds[round]?.push({ owner: owner as OwnerId, command, about });
      const changed = createDraft('changed');
      ask(0, create(id, createDraft('at first'), one));
      ask(1, find(id));
      ask(2, update(id, changed, revisionNumbered(2, index), [other]));
      ask(3, deleteAction(id, revisionNumbered(3, index), [other]));
      ask(4, update(id, changed, revisionNumbered(4, index), { not: [one] }));
      ask(5, find(id));
      ask(6, update(id, changed, revisionNumbered(6, index), { not: [other] }));
      ask(7, find(id));
    }
    await inRounds(store, model, rounds);
  },
  { parts: 10 },
);

/** Returns ids that differ in one place, or in the case of one letter or of all. */
const createSimilarIds = (id: string): readonly NoteId[] => {
  const at = (index: number, character: string) => `${id.slice(0, index)}${character}${id.slice(index + 1)}`;
  const places = Array.from(id, (_, index) => index);
  const other = (index: number) => (id[index] === '8' ? '9' : '8');
  const variants = [
    id,
    id.toUpperCase(),
    ...places
      .filter((index) => id[index] !== '-' && index !== 14 && index !== 19)
      .map((index) => at(index, other(index))),
    ...['1', '4', '7'].map((version) => at(14, version)),
    ...['8', '9', 'a', 'b', 'A', 'B'].map((variant) => at(19, variant)),
    ...places
      .filter((index) => /[a-f]/.test(id[index] ?? '') && index !== 14)
      .map((index) => at(index, (id[index] ?? '').toUpperCase())),
  ];
  return [...new Set(variants)].map((each) => parseNoteId(each)._unsafeUnwrap());
};

const idsOfConfusions = law(
  'tells every id from another, and lists them in the order of their characters',
  fc.tuple(fc.uuid({ version: 7 }), someOwners(1)),
  async (store, [id, [owner]]) => {
    const ids = createSimilarIds(id);
    const about = 'A store takes one id for another';
    const asked = (commandOf: (each: NoteId, index: number) => NoteAction): OwnerAction[] =>
      ids.map((each, index) => ({ owner: owner as OwnerId, command: commandOf(each, index), about }));
    const all: OwnerAction = { owner: owner as OwnerId, command: page, about: 'A list is not in the order of the ids' };
    const half = asked((each, index) => deleteAction(each, revisionNumbered(2, index))).filter(
      (_, index) => index % 2 === 0,
    );
    await inRounds(store, createModel(), [
      asked((each) => find(each)),
      asked((each, index) => create(each, createDraft(`note ${index}`), revisionNumbered(1, index))),
      [...asked((each) => find(each)), all],
      ids.map((after) => ({ ...all, command: { type: 'list', page: { limit: 3, after } } })),
      half,
      [...asked((each) => find(each)), all],
    ]);
  },
  { parts: 5 },
);

/** Laws that go through everything that stores confuse, one by one, in each case. */
export const confusionLaws: readonly Law[] = [
  ownersOfConfusions,
  textsOfConfusions,
  revisionsOfConfusions,
  idsOfConfusions,
];
