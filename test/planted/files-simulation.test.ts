import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { expect, test } from 'vitest';
import { startTestS3 } from '../../infra/local/s3/test-s3.ts';
import { parseAttachmentKey } from '../../src/domain/attachment-key.ts';
import type { Attachment, AttachmentStore } from '../../src/ports/attachment-store.ts';
import { someScenario } from '../simulation/files/scheduled-actions.ts';
import { createSimulation } from '../simulation/files/simulate.ts';

/** Adapters that spoil what a sound store answers. */
const spoilt: Readonly<Record<string, (store: AttachmentStore) => AttachmentStore>> = {
  'calls a put written that may not have been': (store) => ({
    ...store,
    put: (...args) =>
      store.put(...args).orElse((failure) => (failure.kind === 'OutcomeUnknown' ? okAsync() : errAsync(failure))),
  }),
  'calls a put not written that may have been': (store) => ({
    ...store,
    put: (...args) =>
      store
        .put(...args)
        .mapErr((failure) => (failure.kind === 'OutcomeUnknown' ? { kind: 'StoreUnavailable' } : failure)),
  }),
  'calls a delete done that may not have been': (store) => ({
    ...store,
    delete: (...args) =>
      store.delete(...args).orElse((failure) => (failure.kind === 'OutcomeUnknown' ? okAsync() : errAsync(failure))),
  }),
  'calls a file missing that it cannot reach': (store) => ({
    ...store,
    get: (...args) => store.get(...args).mapErr(() => ({ kind: 'AttachmentNotFound' })),
  }),
  'ends a file that was cut as if it were whole': (store) => ({
    ...store,
    get: (...args) => store.get(...args).map((file) => ({ ...file, contents: endingEarly(file) })),
  }),
  'lists nothing where it cannot list': (store) => ({
    ...store,
    list: (...args) => store.list(...args).orElse(() => okAsync({ attachments: [] })),
  }),
  'retries a failed put without its contents': (store) => ({
    ...store,
    put: (owner, key, file) =>
      store.put(owner, key, file).orElse(() => store.put(owner, key, { ...file, contents: [] })),
  }),
  'keeps the files of all owners in one place': (store) => {
    const of = (owner: string) => parseAttachmentKey(`${owner.slice(0, 5)}`)._unsafeUnwrap() as never;
    return {
      ...store,
      put: (owner, ...args) => store.put(of(owner), ...args),
      get: (owner, ...args) => store.get(of(owner), ...args),
    };
  },
};

async function* endingEarly({ contents }: Attachment): AsyncGenerator<Uint8Array, undefined> {
  try {
    yield* contents;
  } catch {}
  return undefined;
}

test.each(Object.entries(spoilt))('the simulation catches an adapter that %s', async (_, spoil) => {
  await using api = await startTestS3({ denial: () => undefined });
  using simulated = createSimulation(api, { commands: 0, faults: new Map() }, spoil);
  const details = await fc.check(fc.asyncProperty(someScenario(), simulated.run), {
    numRuns: 2000,
    endOnFailure: true,
  });
  expect(details.failed).toBe(true);
  expect(details.errorInstance).toMatchObject({
    message: expect.stringMatching(
      /^(No order explains|A list shows|A failure of|A put whose source failed succeeded)/,
    ),
  });
});
