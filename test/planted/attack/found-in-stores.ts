import { createMemoryNoteStore } from '../../../src/adapters/memory/memory-note-store.ts';
import type { NoteStore } from '../../../src/ports/note-store.ts';
import {
  createConfusingOwners,
  createPoolingSessions,
  createRemembering,
  createSharingTheOwner,
} from '../../kit/stores/careless-note-stores.ts';
import { createPlantedNoteStore, type faults, type NoteStoreFault } from '../../kit/stores/planted-note-stores.ts';

/** The laws that keep one owner from another's notes. */
type OfOwners =
  | 'never shows one owner anything that another did, however alike their names'
  | 'leaves the notes of one owner as they are, whatever another does with their ids'
  | 'gives one owner no cursor into the notes of another';

export type Found = { readonly by: string } | { readonly notBecause: string };

const afterTheOther = { by: 'one’s own, right after the other asked' };
const ofCognito = { notBecause: 'all identity ids have the same length and the same lower-case alphabet' };

/**
 * The technique that finds, through the handlers, a store that breaks one of these laws, or the reason why none can.
 * A fault without a row does not compile.
 */
const byLaw: { readonly [Law in OfOwners]: { readonly [F in keyof (typeof faults)[Law]]: Found } } = {
  'never shows one owner anything that another did, however alike their names': {
    'an owner is found by a prefix': ofCognito,
    'owners are compared case-insensitively': ofCognito,
    'owners are normalized': ofCognito,
    'owners are trimmed': ofCognito,
    'owners are cut at NUL': ofCognito,
  },
  'leaves the notes of one owner as they are, whatever another does with their ids': {
    'the owner is left out of the key': afterTheOther,
    'notes are fetched by id and then compared': { by: 'the other’s identifiers as parameters' },
    'an update finds its note by the id alone': { by: 'the other’s object' },
  },
  'gives one owner no cursor into the notes of another': {
    'a cursor carries its owner': { by: 'the other’s cursor' },
    'a list has a cursor while anybody has notes': afterTheOther,
  },
};

interface PlantedStore {
  readonly name: string;
  readonly open: () => NoteStore;
  readonly found: Found;
}

const ofLaws: readonly PlantedStore[] = Object.values(byLaw).flatMap((rows) =>
  Object.entries<Found>(rows).map(([name, found]) => ({
    name,
    open: () => createPlantedNoteStore(name as NoteStoreFault),
    found,
  })),
);

const byMap = (name: string, map: (owner: string) => string, found: Found): PlantedStore => ({
  ...{ name, found },
  open: () => createConfusingOwners({ takes: () => false, map }),
});

export const plantedStores: readonly PlantedStore[] = [
  ...ofLaws,
  byMap('owners are compared by their first twenty characters', (owner) => owner.slice(0, 20), afterTheOther),
  byMap('owners are compared by what is before the colon', (owner) => owner.split(':')[0] ?? '', afterTheOther),
  byMap('owners are compared by their length', (owner) => String(owner.length), afterTheOther),
  { name: 'one session for everybody', open: () => createPoolingSessions(1), found: afterTheOther },
  {
    name: 'a find is cached by the note’s id',
    open: () => createRemembering((_, asked) => asked, { what: ['find'], forgetsAt: ['update', 'delete'] }),
    found: { by: 'the other’s object' },
  },
  {
    name: 'a list is cached by its page',
    open: () => createRemembering((_, asked) => asked, { what: ['list'] }),
    found: afterTheOther,
  },
  {
    name: 'the owner is in a variable that calls share',
    open: () => createSharingTheOwner(() => Promise.resolve(), ['find', 'list']),
    found: { by: 'one’s own, while the other asks' },
  },
  { name: 'a sound store', open: createMemoryNoteStore, found: { notBecause: 'nothing is wrong with it' } },
];
