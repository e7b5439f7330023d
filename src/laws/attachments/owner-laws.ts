import fc from 'fast-check';
import { type AttachmentKey, parseAttachmentKey } from '../../domain/attachment-key.ts';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import { someMaterial, someOwners, twins } from '../arbitraries.ts';
import { confusions } from '../confusions/catalogue.ts';
import type { Confusion } from '../confusions/confusion.ts';
import { must } from '../law-over.ts';
import { createRoundRunner, type OwnerAction } from '../rounds.ts';
import {
  anyType,
  keyNamed,
  keyTwins,
  oneKey,
  oneOwner,
  someHistory,
  someJoint,
  someKeys,
  twoOwners,
} from './arbitraries.ts';
import { law } from './law-of-files.ts';
import { createModel, type FileAction, perform } from './model.ts';
import type { AttachmentLaw, OpenedAttachmentStore } from './opened-store.ts';

const inRounds = createRoundRunner<OpenedAttachmentStore, FileAction>(perform);

const put = (key: AttachmentKey, contents: string): FileAction => ({
  type: 'put',
  key,
  file: { mediaType: anyType, contents },
});
const get = (key: AttachmentKey): FileAction => ({ type: 'get', key });
const deleteAction = (key: AttachmentKey): FileAction => ({ type: 'delete', key });
const all: FileAction = { type: 'list', page: { limit: 1000 } };

const quote = (text: string): string =>
  text.length <= 60 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 40))}… of ${text.length} units`;

type Place = readonly [OwnerId, AttachmentKey];

/**
 * Creates rounds that show whether a store takes two files for one: the first is there before the other is looked for,
 * and after the other is deleted.
 */
const createRounds = (
  [owner, key]: Place,
  [other, otherKey]: Place,
  about: string,
): readonly (readonly OwnerAction<FileAction>[])[] => {
  const ask = (who: OwnerId, command: FileAction): OwnerAction<FileAction> => ({ owner: who, command, about });
  return [
    [ask(owner, put(key, 'of the one'))],
    [ask(other, get(otherKey)), ask(other, all)],
    [ask(other, put(otherKey, 'of the other, and longer'))],
    [ask(owner, get(key)), ask(owner, all), ask(other, all)],
    [ask(other, deleteAction(otherKey))],
    [ask(owner, get(key)), ask(other, get(otherKey)), ask(other, all)],
  ];
};

/**
 * Merges the rounds of all pairs, so that each round asks about every pair at once. No two pairs have an owner in
 * common.
 */
const together = (
  each: readonly (readonly (readonly OwnerAction<FileAction>[])[])[],
): readonly (readonly OwnerAction<FileAction>[])[] =>
  Array.from({ length: Math.max(0, ...each.map((rounds) => rounds.length)) }, (_, round) =>
    each.flatMap((rounds) => rounds[round] ?? []),
  );

const someConfusions: fc.Arbitrary<readonly Confusion[]> = fc.shuffledSubarray([...confusions], {
  minLength: 30,
  maxLength: 30,
});

/** Laws that keep files apart, by owner and by key. */
export const ownerLaws: readonly AttachmentLaw[] = [
  law(
    'never shows one owner anything that another did, however alike their names',
    fc.tuple(fc.shuffledSubarray([...twins], { minLength: 3, maxLength: 3 }), someHistory(2, 20)),
    async (store, [pairs, history]) => {
      const model = createModel();
      for (const pair of pairs)
        for (const { who, command } of history) {
          const owner = pair[who] as OwnerId;
          model.check(owner, command, await perform(store, owner, command));
        }
    },
  ),

  law(
    'keeps two files apart whose owner and key give the same text when they are joined',
    someJoint,
    async (store, [one, other]) => {
      const [first, second] = [one, other] as [Place, Place];
      for (const [from, to] of [[first, second] as const, [second, first] as const]) {
        const about = `A store takes ${quote(to[1])} of ${quote(to[0])} for ${quote(from[1])} of ${quote(from[0])}`;
        await inRounds(store, createModel(), [
          ...createRounds(from, to, about),
          [{ owner: from[0], command: deleteAction(from[1]), about }],
        ]);
      }
    },
  ),

  law(
    'tells every owner from another, in whichever way stores take one text for another',
    fc.tuple(someMaterial, someConfusions, oneKey),
    async (store, [material, some, key]) => {
      const seen = new Set<string>();
      const pairs = some.flatMap(({ name, pair }) => {
        const owners = pair(material).map((text) => parseOwnerId(text)._unsafeUnwrap()) as [OwnerId, OwnerId];
        // Two confusions may lead to the same text, and would then ask for what the other wrote.
        if (owners.some((owner) => seen.has(owner))) return [];
        for (const owner of owners) seen.add(owner);
        const about = `A store that ${name} takes the owner ${quote(owners[1])} for ${quote(owners[0])}`;
        return [createRounds([owners[0], key], [owners[1], key], about)];
      });
      await inRounds(store, createModel(), together(pairs));
    },
    { parts: 2 },
  ),

  law(
    'tells every key from another, in whichever way stores take one text for another',
    fc.tuple(someMaterial, someConfusions, fc.shuffledSubarray([...keyTwins], { minLength: 8, maxLength: 8 })),
    async (store, [material, some, others]) => {
      const confused = some.flatMap(({ name, pair }) => {
        const [one, other] = pair(material.replaceAll('/', '-')).map((text) =>
          parseAttachmentKey(text).unwrapOr(undefined),
        );
        return one === undefined || other === undefined ? [] : [{ name, one, other }];
      });
      const pairs = [
        ...confused,
        ...others.map(([one, other]) => ({ name: 'knows no better', one, other })),
        ...others.map(([one, other]) => ({ name: 'knows no better', one: other, other: one })),
      ].map(({ name, one, other }, index) => {
        const owner = parseOwnerId(`owner ${index}`)._unsafeUnwrap();
        return createRounds(
          [owner, one],
          [owner, other],
          `A store that ${name} takes the key ${quote(other)} for ${quote(one)}`,
        );
      });
      await inRounds(store, createModel(), together(pairs));
    },
    { parts: 2 },
  ),

  law(
    'leaves the files of one owner as they are, whatever another does with their keys',
    fc.tuple(twoOwners, oneKey),
    async (store, [[ann, bob], key]) => {
      const about = 'A store lets one owner at the file of another';
      const commands = [deleteAction(key), put(key, 'Bob'), get(key), deleteAction(key), all, get(key)];
      await inRounds(store, createModel(), [
        [{ owner: ann, command: put(key, 'Ann'), about }],
        ...commands.flatMap((command) => [
          [{ owner: bob, command, about }],
          [{ owner: ann, command: get(key), about }],
          [{ owner: ann, command: all, about }],
        ]),
      ]);
    },
  ),

  law(
    'gives one owner no cursor into the files of another',
    fc.tuple(twoOwners, someKeys({ minLength: 1, maxLength: 6 }), oneKey),
    async (store, [[ann, bob], keys, after]) => {
      for (const key of keys) await perform(store, ann, put(key, 'Ann'));
      const page = (await store.list(bob, { limit: 10, after }))._unsafeUnwrap();
      must(
        page.attachments.length === 0 && page.next === undefined,
        'A list shows files of another owner, or a way to them.',
      );
    },
  ),

  law(
    'serves many owners at once, each with what is theirs',
    someOwners(12),
    async (store, owners) => {
      const key = keyNamed('a');
      const everybody = (commandOf: (index: number) => FileAction): OwnerAction<FileAction>[] =>
        owners.map((owner, index) => ({
          ...{ owner, command: commandOf(index) },
          about: `A store takes owner ${index} of many for another`,
        }));
      const mixed = (index: number): FileAction =>
        [get(key), put(key, `later of ${index}`), deleteAction(key), all][index % 4] ?? all;
      await inRounds(store, createModel(), [
        everybody((index) => put(key, `of ${index}`)),
        everybody(() => get(key)),
        everybody(mixed),
        everybody(() => get(key)),
        everybody(() => all),
      ]);
    },
    { parts: 2 },
  ),

  law(
    'shows at once what was written, however often it was asked for before',
    fc.tuple(twoOwners, someKeys({ minLength: 2, maxLength: 2 })),
    async (store, [[ann, bob], keys]) => {
      const [one, two] = keys as [AttachmentKey, AttachmentKey];
      const about = 'A store remembers an answer';
      const reads = [get(one), get(two), all, { type: 'list', page: { limit: 1 } } as const];
      const look = [ann, bob].flatMap((owner) => reads.map((command) => ({ owner, command, about })));
      const writes: readonly (readonly [OwnerId, FileAction])[] = [
        [ann, put(one, 'one')],
        [bob, put(one, 'another')],
        [ann, put(one, 'two, longer')],
        [ann, put(two, 'three')],
        [bob, deleteAction(one)],
        [ann, deleteAction(one)],
        [ann, put(one, 'four')],
      ];
      // Twice, because some stores cache only what was asked for again.
      const rounds = writes.flatMap(([owner, command]) => [[{ owner, command, about }], look, look]);
      await inRounds(store, createModel(), [look, look, ...rounds]);
    },
    { parts: 2 },
  ),

  law(
    'deletes what is there, succeeds where nothing is, and takes a new file afterwards',
    fc.tuple(oneOwner, oneKey),
    async (store, [[owner], key]) => {
      const about = 'A store does not delete as it should';
      const commands = [
        deleteAction(key),
        get(key),
        all,
        put(key, 'one'),
        deleteAction(key),
        get(key),
        all,
        deleteAction(key),
        put(key, 'two'),
      ];
      await inRounds(
        store,
        createModel(),
        [...commands, get(key), all].map((command) => [{ owner, command, about }]),
      );
    },
  ),
];
