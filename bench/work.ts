import { type AttributeValue, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { v7 as uuid } from 'uuid';
import { type FunctionName, routes } from '../src/lambda/routes.ts';
import { createEvent } from '../test/kit/event.ts';
import type { CannedAnswers } from './canned.ts';
import type { HandlerResponse } from './child/job.ts';
import type { Children } from './child-process.ts';
import type { Contestant } from './contestants.ts';
import { createCannedAnswers, type RecordedTable, type TableCall, tableName } from './recorded-table.ts';

/** A request that a contestant answered, ready to be repeated. */
export interface Recording {
  readonly functionName: FunctionName;
  readonly event: unknown;
  /** The access key that signs its requests, by which `Answers` finds their answers. */
  readonly accessKeyId: string;
  readonly answers: CannedAnswers;
  readonly calls: readonly TableCall[];
}

export type Scenario = FunctionName | `list of ${number}` | `list of ${number}, equal items`;
export type Item = Readonly<Record<string, AttributeValue>>;
export type Work = ReadonlyMap<Scenario, Recording>;

/** Some 200 characters, like real notes: an item is well below the kilobyte that a write unit covers. */
const content = 'A note of ordinary length, with an é and a – in it. '.repeat(4).trim();
const attachment = 'photograph-of-a-harbour.jpg';
const changed = `Changed. ${content}`;

let owners = 0;
const createOwner = (): string => `us-east-1:7c9e6679-7425-40de-944b-${String(owners++).padStart(12, '0')}`;

/**
 * Lets a contestant do the five operations on a real table, each in a new process, and throws unless it really did
 * them. Returns its requests and the table's answers. For each length in `lists`, it lists that many notes as the
 * contestant itself writes them, and that many copies of `equalItem`, if given (capacity is compared on these).
 */
export const recordWork = async (
  contestant: Contestant,
  table: RecordedTable,
  children: Children,
  lists: readonly number[],
  equalItem?: Item,
): Promise<Work> => {
  const recordings = new Map<Scenario, Recording>();
  const owner = createOwner();
  let keys = 0;

  const ask = async (functionName: FunctionName, asked: object, identityId = owner) => {
    const { method, path } = routes.find((route) => route.function === functionName) ?? routes[0];
    const event = createEvent({ routeKey: `${method} ${path}`, identityId, ...asked });
    const accessKeyId = `AKIA${owner.slice(-6)}X${keys++}`;
    const placed = { contestant, functionName, endpoint: table.endpoint, accessKeyId };
    const { answer } = await children.cold(placed, event);
    const calls = table.take(accessKeyId);
    return {
      answer,
      recording: () => ({ functionName, event, accessKeyId, calls, answers: createCannedAnswers(calls) }),
    };
  };
  const done = async (functionName: FunctionName, asked: object, as: Scenario = functionName, identityId = owner) => {
    const { answer, recording } = await ask(functionName, asked, identityId);
    expect(answer.statusCode === 200 || answer.statusCode === 204, `${as} answered ${answer.statusCode}`);
    recordings.set(as, recording());
    return parseBody(answer);
  };
  const expect = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${contestant.name}: ${what}`);
  };

  const { noteId: id } = await done('create', { body: JSON.stringify({ content, attachment }) });
  const found = await done('get', { id });
  expect(found.content === content && found.attachment === attachment, 'get did not find what create stored');
  const listed = await done('list', {}, 'list of 1');
  expect(listed.length === 1 && listed[0].noteId === id, 'list did not show the note');
  await done('update', { id, body: JSON.stringify({ content: changed, attachment }) });
  expect(parseBody((await ask('get', { id })).answer).content === changed, 'update did not change the note');
  await done('delete', { id });
  expect((await ask('get', { id })).answer.statusCode >= 400, 'get finds the note after its delete');
  expect(parseBody((await ask('list', {})).answer).length === 0, 'list shows the note after its delete');

  const list = async (count: number, item: Item, as: Scenario) => {
    const identityId = createOwner();
    await fill(table, { ...item, userId: { S: identityId } }, count);
    const notes = await done('list', {}, as, identityId);
    expect(notes.length === count, `${as} showed ${notes.length} notes`);
  };
  for (const count of lists) {
    await list(count, readWrittenItem(recordings), `list of ${count}`);
    if (equalItem !== undefined) await list(count, equalItem, `list of ${count}, equal items`);
  }
  return recordings;
};

/** Reads the item that the contestant's create put into the table. */
export const readWrittenItem = (work: Work): Item => JSON.parse(work.get('create')?.calls[0]?.request ?? '{}').Item;

const parseBody = ({ body }: HandlerResponse) => (body === undefined || body === '' ? {} : JSON.parse(body));

/** Writes `count` copies of an item, each with a note id of its own. */
const fill = async ({ client }: RecordedTable, item: Item, count: number): Promise<void> => {
  for (let from = 0; from < count; from += 25) {
    const size = Math.min(25, count - from);
    const requests = Array.from({ length: size }, () => ({ PutRequest: { Item: { ...item, noteId: { S: uuid() } } } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
  }
};
