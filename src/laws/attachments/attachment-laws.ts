import fc from 'fast-check';
import type { AttachmentKey } from '../../domain/attachment-key.ts';
import type { OwnerId } from '../../domain/owner.ts';
import { compareText } from '../../domain/text.ts';
import type { AttachmentEntry, AttachmentPageRequest, AttachmentStore } from '../../ports/attachment-store.ts';
import { someOwners } from '../arbitraries.ts';
import { must } from '../law-over.ts';
import { isLinearizable, type TimedOperation } from '../linearizability.ts';
import { same } from '../model.ts';
import { createScheduler } from '../scheduler.ts';
import {
  anyType,
  type DrawnFileAction as HistoryStep,
  keyNamed,
  oneKey,
  oneOwner,
  someContention,
  someHistory,
  someKeys,
  twoOwners,
} from './arbitraries.ts';
import { bytesLaws } from './bytes-laws.ts';
import { createBytes, readWhole, sameBytes, splitBytes, textToBytes } from './contents.ts';
import { law } from './law-of-files.ts';
import { applyAction, createModel, type File, perform } from './model.ts';
import type { AttachmentLaw } from './opened-store.ts';
import { ownerLaws } from './owner-laws.ts';

/** Returns every file of an owner, page after page. Throws if the pages do not end. */
const listAll = async (store: AttachmentStore, owner: OwnerId, limit: number): Promise<readonly AttachmentEntry[]> => {
  const entries: AttachmentEntry[] = [];
  let page: AttachmentPageRequest = { limit };
  for (let pages = 0; pages < 200; pages++) {
    const { attachments, next } = (await store.list(owner, page))._unsafeUnwrap();
    entries.push(...attachments);
    if (next === undefined) return entries;
    page = { limit, after: next };
  }
  throw new Error('The pages of a list do not end.');
};

const put = (store: AttachmentStore, owner: OwnerId, key: AttachmentKey, text = 'x') =>
  store.put(owner, key, { mediaType: anyType, contents: [textToBytes(text)] });

/** More keys than a store is likely to return in one answer. */
const manyKeys = Array.from({ length: 120 }, (_, index) => keyNamed(`${index}`));

const fewFiles = fc.record({ keys: someKeys({ maxLength: 8 }), limit: fc.integer({ min: 1, max: 7 }) });
const manyFiles = fc.record({ keys: fc.constant(manyKeys), limit: fc.integer({ min: 10, max: 1000 }) });

/** Milliseconds by which the clocks of a store and of the laws may differ. */
const clocksApart = 24 * 60 * 60 * 1000;

/**
 * The laws of `AttachmentStore`, one for each promise of the port.
 *
 * @example
 * import test from 'node:test';
 * import { createMemoryAttachmentStore } from 'owned-notes/memory';
 * for (const { name, hold } of attachmentLaws) test(name, () => hold(async () => createMemoryAttachmentStore()));
 */
export const attachmentLaws: readonly AttachmentLaw[] = [
  law(
    'has the same outcomes as a map of maps, whatever several owners do in turn',
    fc.tuple(someOwners(3), someHistory(3)),
    async (store, [owners, history]) => {
      const model = createModel();
      const all: HistoryStep[] = owners.map((_, who) => ({ who, command: { type: 'list', page: { limit: 1000 } } }));
      for (const { who, command } of [...history, ...all]) {
        const owner = owners[who] as OwnerId;
        model.check(owner, command, await perform(store, owner, command));
      }
    },
  ),

  law(
    'lists all files of an owner, in the order of their keys, each once, whatever the page',
    fc.tuple(twoOwners, fc.oneof({ weight: 9, arbitrary: fewFiles }, { weight: 1, arbitrary: manyFiles })),
    async (store, [[owner, other], { keys, limit }]) => {
      const files = keys.map((key, index) => ({ key, size: index }));
      await Promise.all(
        files.map(async ({ key, size }) => (await put(store, owner, key, 'x'.repeat(size)))._unsafeUnwrap()),
      );
      for (const key of keys.slice(0, 9)) await put(store, other, key, 'another');
      const all = (await listAll(store, owner, limit)).map(({ key, size }) => ({ key, size }));
      const expected = files.toSorted((a, b) => compareText(a.key, b.key));
      must(same(all, expected), 'The list is not all files in order.');
    },
  ),

  law(
    'dates each file by its own clock, the same in a list as in a get',
    fc.tuple(oneOwner, oneKey),
    async (store, [[owner], key]) => {
      const readDate = async (): Promise<number> => {
        const { modifiedAt, contents } = (await store.get(owner, key))._unsafeUnwrap();
        await contents.return?.();
        const [entry] = (await store.list(owner, { limit: 10 }))._unsafeUnwrap().attachments;
        must(entry?.modifiedAt === modifiedAt, `A file dated ${modifiedAt} is dated ${entry?.modifiedAt} in a list.`);
        must(
          Number.isSafeInteger(modifiedAt) && Math.abs(modifiedAt - Date.now()) < clocksApart,
          `A file that was put just now is dated ${modifiedAt}.`,
        );
        return modifiedAt;
      };
      (await put(store, owner, key, 'one'))._unsafeUnwrap();
      const first = await readDate();
      must((await readDate()) === first, 'The date of a file changed without a put.');
      (await put(store, owner, key, 'two'))._unsafeUnwrap();
      must((await readDate()) >= first, 'A later put has an earlier date.');
    },
  ),

  law(
    'keeps one of several files that are put at the same time, as a whole',
    fc.tuple(oneOwner, oneKey, fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 2, maxLength: 4 })),
    async (store, [[owner], key, sizes]) => {
      const files = sizes.map((size, index) => createBytes(20_000 + index, size));
      const puts = await Promise.all(
        files.map((bytes, index) =>
          store.put(owner, key, { mediaType: anyType, contents: splitBytes(bytes, [sizes[index] ?? 1, 4096]) }),
        ),
      );
      for (const each of puts) each._unsafeUnwrap();
      const { contents, size } = (await store.get(owner, key))._unsafeUnwrap();
      const bytes = await readWhole(contents);
      must(
        size === bytes.length && files.some((file) => sameBytes(file, bytes)),
        'Files that were put at the same time became one that nobody put.',
      );
      must(
        (await listAll(store, owner, 10)).length === 1,
        'Files that were put at the same time are listed more than once.',
      );
    },
    { parts: 2 },
  ),

  law(
    'treats concurrent calls as if they came in some order, file by file',
    fc.tuple(someOwners(2), someContention, fc.noShrink(fc.integer())),
    async (store, [owners, bunches, order]) => {
      const scheduler = createScheduler(order);
      const histories = new Map<number, (TimedOperation<File | undefined> & { readonly story: string })[]>();
      let moment = 0;
      const carryOut = async ({ who, command }: HistoryStep): Promise<void> => {
        const owner = owners[who] as OwnerId;
        if (command.type === 'list') return void (await perform(store, owner, command));
        const began = moment++;
        const came = await perform(store, owner, command);
        const ended = moment++;
        const step = {
          ...{ began, ended },
          apply: (before: File | undefined) => {
            const { outcome, file } = applyAction(before, command);
            return same(outcome, came) ? { state: file } : undefined;
          },
          story: `from ${began} to ${ended}: ${JSON.stringify(command)} came to ${JSON.stringify(came)}`,
        };
        histories.set(who, [...(histories.get(who) ?? []), step]);
      };
      // The scheduler decides when a bunch begins, beside calls that are under way, and when an answer is seen.
      const running = bunches.map(async (bunch) => {
        await scheduler.schedule(Promise.resolve());
        await Promise.all(bunch.map((step) => scheduler.schedule(carryOut(step))));
      });
      await scheduler.waitFor(Promise.all(running));
      for (const [who, steps] of histories)
        must(
          isLinearizable<File | undefined>(undefined, steps),
          `No order explains what happened to the file of ${who}:\n${steps.map(({ story }) => story).join('\n')}`,
        );
    },
  ),

  ...ownerLaws,
  ...bytesLaws,
];
