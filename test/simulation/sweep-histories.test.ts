import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localCredentials } from '../../infra/local/dynamodb/table.ts';
import { ask } from '../../infra/local/s3/test-requests.ts';
import { bucket, issueCredentials, startTestS3, type TestS3 } from '../../infra/local/s3/test-s3.ts';
import { createDynamoAttachments } from '../../src/adapters/dynamodb/dynamo-attachments.ts';
import { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import { createS3SweptFiles } from '../../src/adapters/s3/s3-swept-files.ts';
import { randomRevisions } from '../../src/adapters/system/random-revisions.ts';
import { uuidV7NoteIds } from '../../src/adapters/uuid/uuid-v7-note-ids.ts';
import { createHttpExchange, type Exchange } from '../../src/aws/exchange.ts';
import { createServiceClient } from '../../src/aws/service-client.ts';
import { createWireDynamoDB } from '../../src/aws/wire-dynamodb.ts';
import { createWireS3 } from '../../src/aws/wire-s3.ts';
import { type NoteId, parseNoteDraft } from '../../src/domain/note.ts';
import { type OwnerId, parseOwnerId } from '../../src/domain/owner.ts';
import { sweepFiles } from '../../src/use-cases/sweep-files.ts';
import { type NotesTable, openNotesTable } from '../kit/notes-table.ts';

/** Virtual hours from one visit to the next. */
const interval = 24;
const fault = fc.constantFrom('none', 'none', 'none', 'none', 'lost request', 'lost reply');
type NetworkFault = 'none' | 'lost request' | 'lost reply';

let files: TestS3;
let table: NotesTable;
beforeAll(async () => {
  files = await startTestS3({ denial: () => undefined });
  table = await openNotesTable();
});
afterAll(async () => {
  await files[Symbol.asyncDispose]();
  await table[Symbol.asyncDispose]();
});

/** Applies the drawn fault to each request in turn; once they are used up, nothing is lost. */
const faulty = (exchange: Exchange, faults: NetworkFault[]): Exchange => {
  const lost = { kind: 'NoAnswer', mayHaveArrived: true } as const;
  return async (request, signal) => {
    const what = faults.shift() ?? 'none';
    if (what === 'lost request') return lost;
    const answer = await exchange(request, signal);
    return what === 'lost reply' ? lost : answer;
  };
};

const step = fc.record({
  hours: fc.integer({ min: 0, max: 14 }),
  does: fc.constantFrom('attach', 'attach', 'attach', 'change', 'delete', 'upload only', 'visit', 'visit', 'visit'),
  name: fc.constantFrom('a.txt', 'é ☕.png', "b+&%2F <'>.txt"),
  faults: fc.array(fault, { maxLength: 6 }),
});

let owners = 0;

test('with lost requests and replies, a sweep deletes no named file, and in the end deletes all others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const owner = parseOwnerId(
        `us-east-1:dddddddd-1111-4222-8333-${String(owners++).padStart(12, '0')}`,
      )._unsafeUnwrap();
      const world = createWorld(owner);
      for (const { hours, does, name, faults } of steps) {
        world.pass(hours);
        await world.act(does, name, [...faults]);
        expect(await world.there(), `after ${does}`).toEqual(expect.arrayContaining(await world.named()));
      }
      // The next visits do whatever the last faults left undone.
      for (let visits = 0; visits < 3; visits++) {
        world.pass(interval);
        await world.act('visit', '', []);
      }
      expect(await world.there()).toEqual(await world.named());
    }),
    { numRuns: 15 },
  );
});

const createWorld = (owner: OwnerId) => {
  let now = 1_000_000;
  const by = issueCredentials(owner);
  const service = (name: 's3' | 'dynamodb', endpoint: string, faults: NetworkFault[]) =>
    createServiceClient({
      ...{ host: new URL(endpoint).host, region: 'us-east-1', service: name, maxAttempts: 2, random: () => 0 },
      credentials: () => (name === 's3' ? by : localCredentials),
      exchange: faulty(createHttpExchange(new URL(endpoint), 10_000), faults),
    });
  const s3 = (faults: NetworkFault[]) => createWireS3(service('s3', files.endpoint, faults), `/${bucket}/`);
  const swept = createS3SweptFiles(s3([]));
  const attachments = createDynamoAttachments(table.ways.wire, table.name);

  const notes: NoteId[] = [];
  const there = async () => [...(await swept.list(owner))._unsafeUnwrap().keys].toSorted();
  const named = async () => [...(await attachments.of(owner))._unsafeUnwrap()].toSorted();

  const dynamo = (faults: NetworkFault[]) => createWireDynamoDB(service('dynamodb', table.endpoint, faults));
  /** A user's store: a lost reply leaves it open whether the note exists. */
  const store = (faults: NetworkFault[]) => createDynamoNoteStore(dynamo(faults), table.name);

  const upload = async (name: string): Promise<string> => {
    const key = `${now}-${name}`;
    const path = `/private/${owner}/${key}`.split('/').map(encodeURIComponent).join('/');
    const { status } = await ask(files, by, { method: 'PUT', path, body: `of ${key}` });
    expect(status).toBe(200);
    return key;
  };
  const createDraft = (attachment?: string) =>
    parseNoteDraft({ content: 'x', ...(attachment && { attachment }) })._unsafeUnwrap();

  const acts: Readonly<Record<string, (name: string, faults: NetworkFault[]) => Promise<unknown>>> = {
    'upload only': upload,
    attach: async (name, faults) => {
      const attachment = await upload(name);
      const noteId = uuidV7NoteIds.next();
      notes.push(noteId);
      await store(faults).create(owner, {
        noteId,
        draft: createDraft(attachment),
        createdAt: now,
        revision: randomRevisions.next(),
      });
    },
    change: async (name, faults) => {
      const [id] = notes;
      if (id === undefined) return;
      const draft = createDraft(now % 2 === 0 ? await upload(name) : undefined);
      await store(faults).update(owner, id, { draft, updatedAt: now, revision: randomRevisions.next() }, 'any');
    },
    delete: async (_, faults) => {
      const id = notes.shift();
      if (id !== undefined)
        await store(faults).delete(owner, id, { deletedAt: now, revision: randomRevisions.next() }, 'any');
    },
    visit: async (_, faults) => {
      const deps = {
        files: createS3SweptFiles(s3(faults)),
        attachments: createDynamoAttachments(dynamo(faults), table.name),
        clock: { now: () => now },
        interval,
      };
      await sweepFiles(deps, owner);
    },
  };
  return {
    ...{ there, named },
    pass: (hours: number) => {
      now += hours;
    },
    act: async (does: string, name: string, faults: NetworkFault[]) => {
      await acts[does]?.(name, faults);
    },
  };
};
