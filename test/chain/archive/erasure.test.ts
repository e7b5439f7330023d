import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localCredentials } from '../../../infra/local/dynamodb/table.ts';
import { type Stack, startStack } from '../../../infra/local/stack.ts';
import { openState } from '../../../infra/local/state.ts';
import { createSession } from '../../../src/client/credentials-session.ts';
import { createPerson, type Running } from '../../kit/cli/person.ts';
import { createAccount, password } from './account.ts';

let data: string;
let stack: Stack;
/** Starts the stack as `npm start` does: it explains refusals, and keeps what functions log. */
const start = () => {
  const onFunctionLine = (line: string) => appendFileSync(join(data, 'functions.log'), `${line}\n`);
  const ports = { port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 };
  return startStack({ data, ...ports, onFunctionLine, onRefusal: () => {} });
};
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'owned-notes-'));
  stack = await start();
});
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  rmSync(data, { recursive: true, force: true });
});

/**
 * Creates a user of the stack with a note, a deleted one, files, also some that only other programs can name, and an
 * unfinished upload.
 */
const furnished = async (email: string, mark: string) => {
  const account = await createAccount(stack.outputs, email);
  const { notes, files } = account.clients();
  const session = createSession(account.config, account.tokens);
  const { identityId, ...credentials } = (await session.credentials())._unsafeUnwrap();
  const file = new File([`bytes of ${mark}`], `${mark}.txt`, { type: `text/${mark}` });
  const key = (await files.attach(file))._unsafeUnwrap();
  (await notes.create({ content: `note of ${mark}`, attachment: key }))._unsafeUnwrap();
  const { noteId } = (await notes.create({ content: `deleted of ${mark}` }))._unsafeUnwrap();
  (await notes.delete(noteId))._unsafeUnwrap();
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: stack.outputs.S3Endpoint ?? '',
    credentials,
    forcePathStyle: true,
  });
  const at = (name: string) => ({ Bucket: stack.outputs.BucketName, Key: `private/${identityId}/${name}` });
  for (const name of [`${mark}//twice`, `${mark}\u0001control & <>`])
    await s3.send(new PutObjectCommand({ ...at(name), Body: `odd bytes of ${mark}` }));
  await s3.send(new CreateMultipartUploadCommand(at(`${mark}.large`)));
  s3.destroy();
  const path = `private/${encodeURIComponent(identityId)}/${mark}.secret.txt`;
  await fetch(`${stack.outputs.S3Endpoint}/${stack.outputs.BucketName}/${path}`, {
    headers: { authorization: 'AWS4-HMAC-SHA256 of nobody' },
  });
  // The machine keeps refusals, with who was refused, or with what was asked for.
  await notes.get('00000000-0000-4000-8000-000000000000');
  const by = createPerson({ signedIn: false, at: account.config });
  const run = (args: readonly string[], running: Running = {}) =>
    by.notes(args, {
      ...{ now: Date.now, fetch: globalThis.fetch },
      env: { NOTES_OUTPUTS: join(data, 'outputs.json'), NOTES_SESSION: by.session },
      ...running,
    });
  expect(await run(['sign-in', email, '--password', password])).toMatchObject({ code: 0 });
  const claims = JSON.parse(Buffer.from(account.tokens.idToken.split('.')[1] ?? '', 'base64url').toString());
  return {
    account,
    identityId,
    sub: String(claims.sub),
    run,
    canaries: [mark, email, identityId, String(claims.sub), noteId],
  };
};

const scanned = async (): Promise<string> => {
  const { DynamoDbEndpoint: endpoint, NotesTableName: TableName } = stack.outputs;
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: localCredentials });
  const { Items } = await client.send(new ScanCommand({ TableName }));
  client.destroy();
  return JSON.stringify(Items);
};

/** Reads everything in a folder, names too, as one text. */
const readFolder = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const file = join(folder, name);
      return `${name}\n${statSync(file).isFile() ? readFileSync(file, 'latin1') : ''}`;
    })
    .join('\n');

/** Reads each place of a stopped stack's folder, except its table, which is asked while it runs. */
const readPlaces = async (data: string): Promise<Readonly<Record<string, string>>> => {
  await using state = await openState(data);
  const entries = await state.entries('');
  const places: Record<string, string> = { state: JSON.stringify(entries) };
  for (const name of readdirSync(data))
    if (!['state', 'table', 'functions'].includes(name)) {
      const file = join(data, name);
      places[name] = statSync(file).isFile() ? readFileSync(file, 'latin1') : readFolder(file);
    }
  return places;
};

const foundIn = (text: string, canaries: readonly string[]): readonly string[] =>
  canaries.filter((each) => text.includes(each) || text.includes(encodeURIComponent(each)));

describe('an erasure', () => {
  test('leaves only what is documented after both of its halves, and takes nothing from others', async () => {
    const ann = await furnished('canary-ann@example.com', 'annscanary');
    const bob = await furnished('canary-bob@example.com', 'bobscanary');
    expect(foundIn(await scanned(), ann.canaries)).toEqual(['annscanary', ann.identityId, ann.canaries[4]]);

    const erased = await ann.run(['erase', '--yes', '--json']);
    expect(erased.code).toBe(0);
    expect(JSON.parse(erased.out)).toMatchObject({ notes: 1, files: 1, account: true, identityId: ann.identityId });
    // A tombstone, until it expires, and what no request of the client's can name.
    expect(foundIn(await scanned(), ann.canaries)).toEqual([ann.identityId, ann.canaries[4]]);
    expect(JSON.parse(erased.out).left).toHaveLength(2);

    const operated = await ann.run(['erase', '--owner', ann.identityId, '--yes', '--json']);
    expect({ ...operated, out: JSON.parse(operated.out) }).toEqual({
      ...{ code: 0, err: '' },
      out: { owner: ann.identityId, account: false, items: 2, versions: 2, uploads: 1, identity: true, left: [] },
    });
    expect(foundIn(await scanned(), ann.canaries)).toEqual([]);
    expect(foundIn(await scanned(), bob.canaries)).toEqual(['bobscanary', bob.identityId, bob.canaries[4]]);
    // A second run does no harm.
    expect(await ann.run(['erase', '--owner', ann.identityId, '--yes'])).toMatchObject({ code: 0 });
    expect((await bob.run(['list'])).out).toContain('note of bobscanary');

    await stack[Symbol.asyncDispose]();
    const places = await readPlaces(data);
    const placesWith = (canaries: readonly string[]) =>
      Object.fromEntries(
        Object.entries(places)
          .map(([name, text]) => [name, foundIn(text, canaries)] as const)
          .filter(([, found]) => found.length > 0),
      );
    // A mail cannot be called back.
    expect(placesWith(ann.canaries)).toEqual({ 'mail.jsonl': ['canary-ann@example.com'] });
    expect(placesWith(bob.canaries)).toMatchObject({
      state: ['canary-bob@example.com', bob.sub],
      files: ['bobscanary', bob.identityId],
      'mail.jsonl': ['canary-bob@example.com'],
      'refusals.jsonl': ['bobscanary', bob.identityId],
    });
    // Nor on disk, where a database keeps what was deleted for a while: the table does so until the next start.
    expect(foundIn(readFolder(join(data, 'state')), ann.canaries)).toEqual([]);
    stack = await start();
    await stack[Symbol.asyncDispose]();
    expect(foundIn(readFolder(join(data, 'table')), ann.canaries)).toEqual([]);
    expect(foundIn(readFolder(join(data, 'table')), bob.canaries)).toContain('bobscanary');
  });
});
