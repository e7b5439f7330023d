import { bucket, type TestS3 } from '../../../infra/local/s3/test-s3.ts';
import { createS3AttachmentStore } from '../../../src/adapters/s3/s3-attachment-store.ts';
import { createSdkS3 } from '../../../src/adapters/s3/sdk-s3.ts';
import { type AttachmentKey, parseAttachmentKey } from '../../../src/domain/attachment-key.ts';
import { parseMediaType } from '../../../src/domain/media-type.ts';
import { type OwnerId, parseOwnerId } from '../../../src/domain/owner.ts';
import type {
  Attachment,
  AttachmentEntry,
  AttachmentPageRequest,
  AttachmentStore,
} from '../../../src/ports/attachment-store.ts';
import { createPut, createSource, SourceEnded } from './contents.ts';
import type { NetworkFault } from './faults.ts';
import { createFaultyClient } from './faulty-client.ts';
import type { FaultyHandler } from './faulty-handler.ts';
import { checkFile, must, type Observation, type Observed } from './history.ts';
import { type Action, keys, type Scenario, type ScheduledAction } from './scheduled-actions.ts';

export interface Tally {
  commands: number;
  readonly faults: Map<NetworkFault, number>;
}

export interface Simulation extends Disposable {
  /** Throws if a promise of the store is broken. */
  run(scenario: Scenario): Promise<void>;
}

const MiB = 1024 * 1024;

/** Runs scenarios in turn against one S3, through the S3 adapter and the SDK's client; `spoil` can alter the store. */
export const createSimulation = (
  api: TestS3,
  tally: Tally,
  spoil: (store: AttachmentStore) => AttachmentStore = (store) => store,
): Simulation => {
  const faulty = createFaultyClient(api, (kind) => tally.faults.set(kind, (tally.faults.get(kind) ?? 0) + 1));
  const { client, network } = faulty;
  const store = spoil(createS3AttachmentStore(createSdkS3(client), bucket, { partBytes: 5 * MiB }));
  let runs = 0;
  return {
    run: (scenario) => runScenario(store, network, createOwners(runs++), scenario, tally),
    [Symbol.dispose]: () => faulty[Symbol.dispose](),
  };
};

/** Creates the owners of a run: an identity, and two whose owner and key could be joined into the same text. */
const createOwners = (run: number): readonly OwnerId[] =>
  [`us-east-1:00000000-0000-4000-8000-${run.toString(16).padStart(12, '0')}`, `run ${run}`, `run ${run}/a`].map(
    (name) => parseOwnerId(name)._unsafeUnwrap(),
  );
const keyNamed = (name: string): AttachmentKey => parseAttachmentKey(name)._unsafeUnwrap();

const runScenario = async (
  store: AttachmentStore,
  network: FaultyHandler,
  names: readonly OwnerId[],
  { commands, plans }: Scenario,
  tally: Tally,
): Promise<void> => {
  const observations: Observation[] = [];
  let moment = 0;

  const carryOut = async ({ who, action }: Pick<ScheduledAction, 'who' | 'action'>, number: number): Promise<void> => {
    tally.commands++;
    const [began, firedBefore] = [moment++, network.fired()];
    const seen = await observed(store, names[who] as OwnerId, who, action, number);
    const ended = moment++;
    must(seen !== 'unavailable' || network.fired() > firedBefore, `A failure of a ${action.type} without a fault.`);
    if (seen === 'unavailable') return;
    for (const [key, each] of seen) observations.push({ who, key, began, ended, observed: each });
  };

  network.begin(plans);
  let running: Promise<void>[] = [];
  for (const [number, command] of commands.entries()) {
    if (!command.beside) {
      await Promise.all(running);
      running = [];
    }
    running.push(carryOut(command, number));
  }
  await Promise.all(running);
  await network.heal();

  // Checks the final state. The size tells which put a file came from; one file's bytes are also read again.
  const after = commands.length;
  for (const who of new Set(commands.map((each) => each.who)))
    await carryOut({ who, action: { type: 'list', limit: 1000 } }, after);
  const put = commands.find(({ action }) => action.type === 'put');
  if (put?.action.type === 'put')
    await carryOut({ who: put.who, action: { type: 'get', key: put.action.key, until: 'end' } }, after);
  for (const who of names.keys()) for (const key of keys) checkFile(observations, who, key);
};

type Seen = readonly (readonly [key: string, Observed])[] | 'unavailable';

/** Carries out an action, and returns what was seen of which file. */
const observed = async (
  store: AttachmentStore,
  owner: OwnerId,
  who: number,
  action: Action,
  number: number,
): Promise<Seen> => {
  if (action.type === 'list') return listed(store, owner, action.limit);
  const name = keys[action.key] as string;
  const key = keyNamed(name);
  if (action.type === 'delete') {
    const came = (await store.delete(owner, key)).match(
      () => 'ok' as const,
      ({ kind }) => kind,
    );
    return came === 'StoreUnavailable' ? nothingWritten : [[name, { type: 'delete', came }]];
  }
  if (action.type === 'put') {
    const put = createPut(who, number, action.size);
    const mediaType = parseMediaType(put.mediaType)._unsafeUnwrap();
    const result = await store.put(owner, key, { mediaType, contents: createSource(put, action.source) });
    if (result.isOk()) must(action.source === 'whole', 'A put whose source failed succeeded.');
    const came = result.match(
      () => 'ok' as const,
      ({ kind }) => kind,
    );
    if (came === 'ok' || came === 'OutcomeUnknown') return [[name, { type: 'put', put, came }]];
    if (result.isErr() && result.error.kind === 'SourceFailed') {
      must(action.source === 'fails' && result.error.cause instanceof SourceEnded, 'A sound source is said to fail.');
      return [];
    }
    must(came === 'StoreUnavailable', `A put came to ${came}.`);
    return nothingWritten;
  }
  const got = await store.get(owner, key);
  if (got.isOk()) return [[name, await read(got.value, action.until)]];
  return got.error.kind === 'AttachmentNotFound' ? [[name, { type: 'missing' }]] : 'unavailable';
};

/** A write that did nothing is not in the history: if its effect is seen, no order explains it. */
const nothingWritten = 'unavailable';

const read = async (
  { contents, size, mediaType }: Attachment,
  until: 'end' | 'begun' | 'first piece',
): Promise<Observed> => {
  const pieces: Uint8Array[] = [];
  let isWhole = false;
  try {
    for (let piece = 0; until === 'end' || (until === 'first piece' && piece === 0); piece++) {
      const { done, value } = await contents.next();
      if (done) {
        isWhole = true;
        break;
      }
      pieces.push(value);
    }
  } catch {
    // The file was cut off, and reading it fails, as it should.
  }
  await contents.return?.();
  return { type: 'read', bytes: Buffer.concat(pieces), isWhole, size, mediaType };
};

const listed = async (store: AttachmentStore, owner: OwnerId, limit: number): Promise<Seen> => {
  const entries: AttachmentEntry[] = [];
  for (let page: AttachmentPageRequest | undefined = { limit }; page !== undefined; ) {
    const answer = await store.list(owner, page);
    if (answer.isErr()) return 'unavailable';
    const { attachments, next } = answer.value;
    entries.push(...attachments);
    page = next && { limit, after: next };
  }
  must(new Set(entries.map(({ key }) => key)).size === entries.length, 'A list shows a file twice.');
  must(
    entries.every(({ key }) => keys.some((each) => each === key)),
    `A list shows a key that the owner never had: ${JSON.stringify(entries)}.`,
  );
  return keys.map((key) => {
    const entry = entries.find((each) => each.key === key);
    return [key, entry === undefined ? { type: 'missing' } : { type: 'listed', size: entry.size }];
  });
};
