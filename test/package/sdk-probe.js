// Runs in its own project, with the SDK installed there: prints what the store makes of each answer of a table.
import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseNoteId, parseOwnerId } from 'owned-notes';
import { createDynamoNoteStore } from 'owned-notes/dynamodb';

const owner = parseOwnerId('us-east-1:06d418dd-1111-2222-3333-444455556666')._unsafeUnwrap();
const noteId = parseNoteId('0192d3c4-1111-7222-8333-444455556666')._unsafeUnwrap();
const mine = 'r-mine';
const item = (revision, more) => ({
  userId: { S: owner },
  noteId: { S: noteId },
  content: { S: 'hello' },
  attachment: { NULL: true },
  createdAt: { N: '1700000000000' },
  revision: { S: revision },
  ...more,
});
const failedCondition = (Item) => ({
  status: 400,
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item,
  },
});
const failed = (status, type) => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' },
});
const answer = (body) => ({ status: 200, body });
const reset = undefined;

/** What each table answers, one answer for each attempt; the last one repeats. */
const tables = {
  answers: [
    answer({ Item: item('r-1'), Items: [item('r-1')], Attributes: item(mine, { updatedAt: { N: '1700000000001' } }) }),
  ],
  isEmpty: [answer({})],
  wasWritten: [failedCondition(item('r-other'))],
  forgetsItsAnswer: [failed(500, 'InternalServerError'), failedCondition(item(mine))],
  forgetsAndWasWritten: [failed(500, 'InternalServerError'), failedCondition(item('r-other'))],
  throttles: [failed(400, 'ProvisionedThroughputExceededException')],
  resets: [reset],
};

let left = [];
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const next = left.length > 1 ? left.shift() : left[0];
    if (next === reset) return request.socket.destroy();
    // The item that a condition failed on is sent only if it was asked for, which an older SDK may not pass on.
    const asked = JSON.parse(Buffer.concat(chunks).toString()).ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    const { Item: _item, ...without } = next.body;
    const body = next.status === 400 && !asked ? without : next.body;
    response.writeHead(next.status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const client = new DynamoDBClient({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${server.address().port}`,
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  maxAttempts: 2,
});
const draft = { content: 'hello' };
const callsOf = (store) => ({
  create: () => store.create(owner, { noteId, draft, createdAt: 1700000000000, revision: mine }),
  find: () => store.find(owner, noteId),
  list: () => store.list(owner, { limit: 10 }),
  update: () => store.update(owner, noteId, { draft, updatedAt: 1700000000001, revision: mine }, ['r-1']),
  delete: () => store.delete(owner, noteId, { deletedAt: 1700000000001, revision: mine }, ['r-1']),
});
const outcomes = {};
for (const [kind, of] of Object.entries({ plain: client, document: DynamoDBDocumentClient.from(client) }))
  outcomes[kind] = await outcomesOf(callsOf(createDynamoNoteStore(of, 'notes')));
server.closeAllConnections();
server.close();
console.log(JSON.stringify(outcomes));

async function outcomesOf(calls) {
  const outcomes = {};
  for (const [table, answers] of Object.entries(tables)) {
    outcomes[table] = {};
    for (const [name, call] of Object.entries(calls)) {
      // A read has no condition, and no update is answered with nothing.
      if (/find|list/.test(name) && /Written|forgets/.test(table)) continue;
      if (name === 'update' && table === 'isEmpty') continue;
      left = [...answers];
      const shown = (value) => (Array.isArray(value?.notes) ? value.notes.length : (value?.revision ?? 'done'));
      try {
        outcomes[table][name] = await call().match(shown, ({ kind }) => kind);
      } catch (error) {
        outcomes[table][name] = String(error);
      }
    }
  }
  return outcomes;
}
