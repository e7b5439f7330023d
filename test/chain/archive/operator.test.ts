import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AwsV4Signer } from 'aws4fetch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSession } from '../../../src/client/credentials-session.ts';
import { eraseAll } from '../../../src/client/erase-all.ts';
import { listAllNotes } from '../../../src/client/notes.ts';
import type { LongTermKeys } from '../../../src/client/signed-fetch.ts';
import { eraseOwner, type OwnerErased, ownerPattern } from '../../../src/operator/erase-owner.ts';
import type { OperatorFailure, Place } from '../../../src/operator/operator.ts';
import { createPerson } from '../../kit/cli/person.ts';
import { createFaultyFetch, faults, type NetworkFault } from '../../kit/files/faulty-fetch.ts';
import { createFile } from '../../kit/files/owner.ts';
import { listKeys } from '../../kit/files/read-file.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { type Account, createAccount } from './account.ts';

let stack: LocalStack;
let keys: LongTermKeys;
let place: Place;
beforeAll(async () => {
  stack = await startTestStack();
  const { outputs, data } = stack;
  const said = JSON.parse(readFileSync(join(data, 'operator.json'), 'utf8'));
  keys = {
    ...{ accessKeyId: said.AWS_ACCESS_KEY_ID, secretAccessKey: said.AWS_SECRET_ACCESS_KEY },
    sessionToken: said.AWS_SESSION_TOKEN,
  };
  const cognito = outputs.CognitoEndpoint;
  place = {
    ...{ region: outputs.Region, userPoolId: outputs.UserPoolId, tableName: outputs.NotesTableName },
    bucketName: outputs.BucketName ?? '',
    endpoints: {
      ...{ dynamodb: outputs.DynamoDbEndpoint, s3: outputs.S3Endpoint ?? '' },
      ...{ 'cognito-idp': cognito, 'cognito-identity': cognito },
    },
  };
});
afterAll(() => stack[Symbol.asyncDispose]());

const s3As = (credentials: LongTermKeys) =>
  new S3Client({ region: 'us-east-1', endpoint: stack.outputs.S3Endpoint ?? '', credentials, forcePathStyle: true });
const fetchIdentity = async ({ config, tokens }: Account) =>
  (await createSession(config, tokens).credentials())._unsafeUnwrap();

/** Creates a user with some notes, some of them deleted, and files. */
const furnished = async (count: number): Promise<Account> => {
  const account = await createAccount(stack.outputs);
  const { notes, files } = account.clients();
  for (let made = 0; made < count; made++) {
    const { noteId } = (await notes.create({ content: `note ${made}` }))._unsafeUnwrap();
    if (made % 3 === 0) (await notes.delete(noteId))._unsafeUnwrap();
    if (made % 2 === 0) (await files.attach(createFile(made, `${made}.bin`)))._unsafeUnwrap();
  }
  return account;
};
const readHoldings = async (account: Account) => {
  const { notes, files } = account.clients();
  const contents: string[] = [];
  for await (const note of listAllNotes(notes)) contents.push(note._unsafeUnwrap().content);
  return { notes: contents, files: await listKeys(files) };
};

describe('the operator of the local stack', () => {
  test('has credentials in a file that nobody else can read', () => {
    expect(statSync(join(stack.data, 'operator.json')).mode & 0o777).toBe(0o600);
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  });

  test('lists versions page by page and deletes them, which users may not', async () => {
    const account = await createAccount(stack.outputs);
    const { identityId, ...own } = await fetchIdentity(account);
    const [operator, user] = [s3As(keys), s3As(own)];
    const Bucket = stack.outputs.BucketName;
    const Prefix = `private/${identityId}/`;
    for (const name of ['a', 'b/c', 'é &'])
      await user.send(new PutObjectCommand({ Bucket, Key: `${Prefix}${name}`, Body: name }));
    const listed: unknown[] = [];
    for (let KeyMarker: string | undefined, isMore = true; isMore; ) {
      const page = await operator.send(new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, MaxKeys: 2 }));
      listed.push(...(page.Versions ?? []).map(({ Key, VersionId, IsLatest }) => ({ Key, VersionId, IsLatest })));
      KeyMarker = page.NextKeyMarker;
      isMore = page.IsTruncated === true;
    }
    expect(listed).toEqual(
      ['a', 'b/c', 'é &'].map((name) => ({ Key: Prefix + name, VersionId: 'null', IsLatest: true })),
    );
    const denied = { name: 'AccessDenied' };
    await expect(user.send(new ListObjectVersionsCommand({ Bucket, Prefix }))).rejects.toMatchObject(denied);
    const createDeleteCommand = (VersionId: string) =>
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: `${Prefix}a`, VersionId }] } });
    expect((await user.send(createDeleteCommand('null'))).Errors).toMatchObject([{ Code: 'AccessDenied' }]);
    expect((await operator.send(createDeleteCommand('other'))).Errors).toMatchObject([{ Code: 'NoSuchVersion' }]);
    expect((await operator.send(createDeleteCommand('null'))).Errors).toBeUndefined();
    const { KeyCount } = await operator.send(new ListObjectsV2Command({ Bucket, Prefix }));
    expect(KeyCount).toBe(2);
    for (const each of [operator, user]) each.destroy();
  });
});

const plan = fc.array(
  fc.option(fc.constantFrom<NetworkFault>(...faults, 'the process dies'), { nil: undefined, freq: 3 }),
  {
    maxLength: 40,
  },
);

describe('an erasure', () => {
  test('by the user leaves nothing, whatever goes wrong on the way, and touches nobody else', async () => {
    const other = await furnished(3);
    const before = await readHoldings(other);
    await fc.assert(
      fc.asyncProperty(fc.nat(5), plan, async (count, left) => {
        const account = await furnished(count);
        for (let run = 0; ; run++) {
          expect(run).toBeLessThan(60);
          const { notes, files } = account.clients(createFaultyFetch(left));
          const erased = await eraseAll(notes, files);
          if (erased.isErr()) continue;
          expect(erased.value.left).toEqual([]);
          break;
        }
        expect(await readHoldings(account)).toEqual({ notes: [], files: [] });
      }),
      { numRuns: 12 },
    );
    expect(await readHoldings(other)).toEqual(before);
  }, 120_000);

  test('by the operator says that there was an account although the answer to its deletion was lost', async () => {
    const account = await createAccount(stack.outputs);
    const { identityId } = await fetchIdentity(account);
    const options = {
      ...{ keys, fetch: createFaultyFetch(['the reply is lost']), sleep: async () => {} },
      now: Date.now,
    };
    const erased = await eraseOwner({ id: identityId, username: account.email }, place, options);
    expect(erased._unsafeUnwrap()).toMatchObject({ account: true });
  });

  test('by the operator fails if the identity pool answers that it did not delete the identity', async () => {
    const { identityId } = await fetchIdentity(await createAccount(stack.outputs));
    const fetch: typeof globalThis.fetch = async (url, init) => {
      const target = new Headers(init?.headers).get('x-amz-target') ?? '';
      if (!target.endsWith('DeleteIdentities')) return globalThis.fetch(url, init);
      return Response.json({ UnprocessedIdentityIds: [{ IdentityId: identityId, ErrorCode: 'InternalServerError' }] });
    };
    const options = { ...{ keys, fetch: fetch as never, sleep: async () => {} }, now: Date.now };
    const erased = await eraseOwner({ id: identityId }, place, options);
    expect(erased._unsafeUnwrapErr()).toMatchObject({ kind: 'ServiceRefused', type: 'InternalServerError' });
  });

  test('by the operator goes on past uploads that no URL can name, and names them', async () => {
    const { identityId, ...own } = await fetchIdentity(await createAccount(stack.outputs));
    const { BucketName: Bucket = '', S3Endpoint = '' } = stack.outputs;
    const prefix = `private/${identityId}/`;
    for (const key of ['plain', 'x/../a']) {
      // Sent as it is written, which a URL would not be.
      const path = `/${Bucket}/${prefix.replace(':', '%3A')}${key}`;
      const signer = new AwsV4Signer({
        ...{ method: 'POST', url: `${S3Endpoint}/?uploads=`, service: 's3', region: stack.outputs.Region, ...own },
      });
      signer.url.pathname = path;
      Object.assign(signer, { encodedPath: path });
      const { headers, method } = await signer.sign();
      const request = httpRequest(`${S3Endpoint}/`, {
        path: `${path}?uploads=`,
        method,
        headers: Object.fromEntries(headers),
      });
      const [answer] = (await once(request.end(), 'response')) as [IncomingMessage];
      answer.resume();
      expect([key, answer.statusCode]).toEqual([key, 200]);
    }
    const options = { ...{ keys, fetch: globalThis.fetch as never, sleep: async () => {} }, now: Date.now };
    const erased = await eraseOwner({ id: identityId }, place, options);
    expect(erased._unsafeUnwrap()).toMatchObject({ uploads: 1, left: [`${prefix}x/../a`], identity: true });
  });

  test.each(['eusc-de-east-1', 'us-gov-west-1', 'cn-north-1', 'ap-southeast-2'])(
    'by the operator takes identity ids of %s',
    (region) => {
      const uuid = '0192d3c4-0000-7000-8000-00000000c11e';
      expect([`${region}:${uuid}`, uuid].every((id) => ownerPattern.test(id))).toBe(true);
      expect(
        [`${region}:${uuid}/`, `${region}:${uuid.slice(1)}`, `${region}/:${uuid}`].some((id) => ownerPattern.test(id)),
      ).toBe(false);
    },
  );

  test('by the operator does the same, and deletes the account, too', async () => {
    const other = await furnished(3);
    const before = await readHoldings(other);
    await fc.assert(
      fc.asyncProperty(fc.nat(60), plan, async (count, left) => {
        const account = await furnished(count % 6);
        const { identityId: id } = await fetchIdentity(account);
        const options = { keys, now: Date.now, sleep: async () => {} };
        let erased: OwnerErased | undefined;
        for (let run = 0; erased === undefined; run++) {
          expect(run).toBeLessThan(60);
          const owner = { id, username: account.email };
          erased = (await eraseOwner(owner, place, { ...options, fetch: createFaultyFetch(left) })).unwrapOr(
            undefined as never,
          );
        }
        expect(erased.identity).toBe(true);
        const again = (await eraseOwner({ id, username: account.email }, place, options))._unsafeUnwrap();
        expect(again).toEqual({ account: false, items: 0, versions: 0, uploads: 0, identity: true, left: [] });
      }),
      { numRuns: 12 },
    );
    expect(await readHoldings(other)).toEqual(before);
  }, 120_000);

  test.each(['', 'us-east-1', 'us-east-1:', 'us-east-1:06d418dd-0000-4000-8000-00000000000', '*', '../x'])(
    'of an incomplete owner (%j) is refused, and sends nothing',
    async (id) => {
      const asked: string[] = [];
      const fetch = (url: string) => {
        asked.push(url);
        return Promise.reject(new Error('asked'));
      };
      const failure = (await eraseOwner({ id }, place, { keys, now: Date.now, fetch }))._unsafeUnwrapErr();
      expect({ kind: failure.kind, asked }).toEqual({ kind: 'NotSent', asked: [] });
    },
  );

  test.each<[string, (from: LongTermKeys) => LongTermKeys]>([
    ['another secret', (from) => ({ ...from, secretAccessKey: 'x' })],
    ['another token', (from) => ({ ...from, sessionToken: 'x' })],
    ['a user’s credentials', (from) => from],
  ])('with %s is refused, and deletes nothing', async (what, change) => {
    const account = await furnished(3);
    const before = await readHoldings(account);
    const { identityId: id, ...own } = await fetchIdentity(account);
    const other = await fetchIdentity(await createAccount(stack.outputs));
    const by = what.startsWith('a user') ? other : change(keys);
    const failed = (
      await eraseOwner({ id }, place, { keys: by, now: Date.now, sleep: async () => {} })
    )._unsafeUnwrapErr();
    expect(['ServiceRefused', 'S3Refused']).toContain(failed.kind satisfies OperatorFailure['kind']);
    expect(own.accessKeyId).not.toBe('');
    expect(await readHoldings(account)).toEqual(before);
  });
});

describe('notes erase --owner', () => {
  const env = () => ({ NOTES_OUTPUTS: join(stack.data, 'outputs.json') });

  test('asks for the id, and refuses what is not one', async () => {
    const account = await furnished(3);
    const { identityId } = await fetchIdentity(account);
    const by = createPerson({ signedIn: false });
    const run = (args: readonly string[], answers?: readonly string[]) =>
      by.notes(['erase', ...args], { env: env(), now: Date.now, fetch: globalThis.fetch, ...(answers && { answers }) });
    expect(await run(['--owner', 'half'])).toMatchObject({ code: 2, err: expect.stringContaining('identity id') });
    expect(await run(['--email', account.email])).toMatchObject({ code: 2, err: expect.stringContaining('--owner') });
    expect(await run(['--owner', identityId])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await run(['--owner', identityId], ['no'])).toMatchObject({ code: 130 });
    expect((await readHoldings(account)).notes).toHaveLength(2);
    const erased = await run(['--owner', identityId, '--email', account.email], [identityId]);
    expect(erased).toMatchObject({ code: 0, err: '' });
    expect(erased.out).toBe(
      `Erased for ${identityId}: 3 items of the table, 2 versions of files, 0 unfinished uploads, the identity, ` +
        `the account.\n`,
    );
    const again = await run(['--owner', identityId, '--email', account.email, '--yes']);
    expect(again).toMatchObject({ code: 0, err: `There was no account ${account.email}.\n` });
  });

  test('takes the environment’s credentials on AWS only', async () => {
    const id = 'us-east-1:06d418dd-0000-4000-8000-000000000000';
    const at = { region: 'us-east-1', userPoolId: 'us-east-1_x', userPoolClientId: 'c', identityPoolId: 'p' };
    const by = createPerson({
      signedIn: false,
      at: { ...at, apiEndpoint: 'https://notes.example.com', bucketName: 'bucket' },
    });
    const outputs = JSON.parse(readFileSync(by.outputs, 'utf8'));

    writeFileSync(by.outputs, JSON.stringify({ ...outputs, NotesTableName: 'notes' }));
    const asked: { readonly url: string; readonly authorization: string | null }[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      asked.push({ url, authorization: new Headers(init.headers).get('authorization') });
      return Response.json({ __type: 'x#AccessDeniedException', message: 'No.' }, { status: 400 });
    };
    const paths = { NOTES_OUTPUTS: by.outputs };
    const without = await by.notes(['erase', '--owner', id, '--yes'], { env: paths, fetch });
    expect({ ...without, asked }).toMatchObject({
      code: 3,
      err: expect.stringContaining('AWS_ACCESS_KEY_ID'),
      asked: [],
    });
    const variables = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    const refused = await by.notes(['erase', '--owner', id, '--yes'], { env: { ...paths, ...variables }, fetch });
    expect(refused).toMatchObject({ code: 6, err: 'notes: No. (dynamodb: AccessDeniedException)\n' });
    expect(asked).toEqual([
      {
        url: 'https://dynamodb.us-east-1.amazonaws.com/',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/us-east-1\/dynamodb\/aws4_request, /,
        ),
      },
    ]);
  });
});
