import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { account, resolve } from '../../../test/infra/resolve.ts';
import { createCredentials } from '../../local/credentials.ts';
import { readRoles } from '../../local/deployment/roles.ts';
import { evaluate } from '../../local/iam/evaluate.ts';
import { closeServer, listen } from '../../local/listen.ts';
import { startTestS3, type TestS3 } from '../../local/s3/test-s3.ts';
import { stages } from '../../stages.ts';
import { synthesize } from '../../synthesize.ts';
import { roleArn } from '../../template/arns.ts';
import { findResource, findResources } from '../../template/template.ts';
import { packagePage } from '../package-page.ts';

const region = 'us-east-1';
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff, 0xfe, 0x80]);
const credentials = createCredentials<string>(randomBytes(32));

interface ReceivedReport {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

const stack = new AsyncDisposableStack();
const answers: ReceivedReport[] = [];
const lines: string[] = [];
let bucketName: string;
let s3: TestS3;
let responseUrl: string;
let handler: (event: unknown) => Promise<void>;

/** Starts local S3 and IAM, with the role that the template gives the function, and a server for CloudFormation. */
beforeAll(async () => {
  const synthesized = await synthesize({ stages: [stages.dev], validates: false });
  const template = resolve(synthesized.get('dev')?.template ?? '');
  bucketName = String(Object(findResource(template, 'Custom::PageFiles').Properties).BucketName);
  const [writer = ''] = findResources(template, 'AWS::IAM::Role').flatMap(([id]) =>
    id.startsWith('PageWriter') ? [id] : [],
  );
  const home = { account, region };
  const { policies = [] } = readRoles(template, home).get(roleArn(home, writer)) ?? {};
  const principal = { kind: 'RoleSession', roleArn: roleArn(home, writer), sessionName: 'pageWriter' } as const;
  s3 = stack.use(
    await startTestS3({
      ...{ bucket: bucketName, accountId: account, credentials: [credentials] },
      denial: (who, requests) =>
        who === 'reader'
          ? undefined
          : requests.find(({ action, arn, context }) => {
              const request = { principal, action, resource: { arn, accountId: account }, context };
              return evaluate(request, { identity: policies }).decision !== 'Allow';
            })?.action,
    }),
  );
  const server = createServer(async (request, response) => {
    answers.push({ url: request.url, headers: request.headers, body: JSON.parse(await text(request)) });
    response.end();
  });
  responseUrl = `${await listen(server, 'CloudFormation', 0)}/answer?X-Amz-Signature=a%2Bb`;
  stack.defer(() => closeServer(server));

  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-writer-'));
  stack.defer(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'built/assets'), { recursive: true });
  const files = {
    'index.html': '<head></head>',
    'favicon.svg': '<svg/>',
    'assets/index-Dx3kQ9aB.js': 'é;',
    'assets/logo-a1b2c3d4.png': picture,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'built', name), content);
  const { bundle } = await packagePage(join(folder, 'built'), join(folder, 'packaged'));

  const { accessKeyId, secretAccessKey, sessionToken } = credentials.issue('writer', Date.now() + 3_600_000);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken);
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  ({ handler } = await import(join(bundle, 'index.mjs')));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await stack.disposeAsync();
});
beforeEach(() => {
  answers.length = 0;
  lines.length = 0;
});

const properties = (files: readonly string[], more: object = {}) => ({
  ServiceToken: 'arn:aws:lambda:…',
  BucketName: bucketName,
  Files: files,
  Digest: 'x',
  Texts: { 'index.html': '<head>new</head>', 'config.json': '{"Region":"us-east-1"}' },
  ...more,
});
const event = (RequestType: string, ResourceProperties: object, more: object = {}) => ({
  ...{ RequestType, ResourceProperties, ResponseURL: responseUrl, ServiceToken: 'arn:aws:lambda:…' },
  ...{ RequestId: 'request-1', StackId: 'stack-1', LogicalResourceId: 'PageFiles', ResourceType: 'Custom::PageFiles' },
  ...more,
});
const answered = (more: object) => ({
  ...{ Status: 'SUCCESS', PhysicalResourceId: bucketName, StackId: 'stack-1', RequestId: 'request-1' },
  ...{ LogicalResourceId: 'PageFiles', ...more },
});

const reader = () => {
  const client = new AwsClient({
    ...credentials.issue('reader', Date.now() + 60_000),
    region,
    service: 's3',
    retries: 0,
  });
  const at = `${s3.endpoint}/${bucketName}/`;
  return {
    get: async (name: string) => {
      const response = await client.fetch(at + name);
      return [response.headers.get('content-type'), response.headers.get('cache-control'), await response.bytes()];
    },
    put: (name: string) => client.fetch(at + name, { method: 'PUT', body: 'x' }).then((response) => response.text()),
    names: async () => {
      const list = await (await client.fetch(`${at}?list-type=2`)).text();
      return [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
    },
  };
};

const all = ['assets/index-Dx3kQ9aB.js', 'assets/logo-a1b2c3d4.png', 'favicon.svg'];
const immutable = 'public, max-age=31536000, immutable';

describe('with the permissions of its role, the function', () => {
  test('writes a page with its media types, cached for a year only under names that contain a hash', async () => {
    await handler(event('Create', properties(all)));
    expect(answers).toMatchObject([{ url: '/answer?X-Amz-Signature=a%2Bb', body: answered({}) }]);
    expect(answers[0]?.headers).not.toHaveProperty('content-type');
    const { get, names } = reader();
    expect(await names()).toEqual([...all.slice(0, 2), 'config.json', 'favicon.svg', 'index.html']);
    const bytes = (content: string) => new Uint8Array(Buffer.from(content));
    expect(await get('assets/index-Dx3kQ9aB.js')).toEqual(['text/javascript; charset=utf-8', immutable, bytes('é;')]);
    expect(await get('assets/logo-a1b2c3d4.png')).toEqual(['image/png', immutable, new Uint8Array(picture)]);
    expect(await get('favicon.svg')).toEqual(['image/svg+xml', 'no-cache', bytes('<svg/>')]);
    expect(await get('index.html')).toEqual(['text/html; charset=utf-8', 'no-cache', bytes('<head>new</head>')]);
    expect(await get('config.json')).toEqual(['application/json', 'no-cache', bytes('{"Region":"us-east-1"}')]);
  });

  test('keeps the files of the previous page on an update, and nothing older', async () => {
    await handler(event('Create', properties(all)));
    await reader().put('assets/older-00000000.js');
    const [script = ''] = all;
    await handler(event('Update', properties([script]), { OldResourceProperties: properties(all) }));
    expect(await reader().names()).toEqual([...all.slice(0, 2), 'config.json', 'favicon.svg', 'index.html']);
    await handler(event('Update', properties([script]), { OldResourceProperties: properties([script]) }));
    expect(await reader().names()).toEqual([script, 'config.json', 'index.html']);
    expect(answers.map(({ body }) => Object(body).Status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  });

  test('empties the bucket when the stack is deleted, however often it is asked to', async () => {
    await handler(event('Create', properties(all)));
    await handler(event('Delete', properties(all)));
    expect(await reader().names()).toEqual([]);
    await handler(event('Delete', properties(all)));
    expect(answers.at(-1)?.body).toEqual(answered({}));
  });
});

test('a failure is reported at once, by no more than a name, and the request is not logged', async () => {
  await handler(event('Create', properties(all, { BucketName: 'another-bucket' })));
  expect(answers.map(({ body }) => body)).toEqual([
    answered({
      ...{ Status: 'FAILED', PhysicalResourceId: 'another-bucket' },
      Reason: expect.stringMatching(/^\w+: the log of the function that writes the page says more\.$/),
    }),
  ]);
  expect(lines).toHaveLength(1);
  expect(lines.join()).toContain('"level":"error"');
  expect(lines.join()).not.toMatch(/X-Amz-Signature|us-east-1"/);
});

test.each([
  ['no event', undefined],
  ['an event of an unknown kind', () => event('Rename', properties(all))],
  ['an event without files', () => event('Create', properties(all, { Files: undefined }))],
  ['an event with a text that is not a string', () => event('Create', properties(all, { Texts: { 'index.html': 1 } }))],
])('%s is refused, and nothing is written', async (_, of) => {
  await handler(event('Delete', properties(all)));
  await expect(handler(of?.())).rejects.toThrow(/is not |are not /);
  expect(await reader().names()).toEqual([]);
});
