import { AwsV4Signer } from 'aws4fetch';
import { expect } from 'vitest';
import type { Tried } from '../../../../infra/local/try/tried.ts';
import type { User } from '../../../kit/user.ts';
import { type Promises, readRequestId, readTold, type Scene } from './scene.ts';

/** Sends a request that is signed in the query or in a header. Resolves to the answer and the signature. */
const sendSigned = async (
  { stack, ann }: Scene,
  url: string,
  { service = 'execute-api', ...more }: { service?: string; signQuery?: boolean; headers?: Record<string, string> },
) => {
  const region = stack.outputs.Region;
  const signed = await new AwsV4Signer({ ...ann.keys, region, service, url, ...more }).sign();
  const inQuery = signed.url.searchParams.get('X-Amz-Signature');
  const signature = inQuery ?? /Signature=(\w+)/.exec(signed.headers.get('authorization') ?? '')?.[1] ?? '';
  expect(signature).toHaveLength(64);
  const answer = await fetch(signed.url, { headers: signed.headers });
  await answer.arrayBuffer();
  return { answer, signature };
};

/** Expects a secret not to be told: neither as it is, nor encoded for a query or for JSON. */
const expectUntold = (told: string, secret: string): void => {
  for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    expect(told.includes(form), 'the console tells it').toBe(false);
};

const readSessionToken = (user: User) => user.keys.sessionToken;
/** A text in the form of the pool's tokens. */
const someToken = `eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(60)}.${'c'.repeat(80)}`;

export const hiddenInRequests: Promises = {
  'the session token and the signature of a signed request are not shown': async (scene) => {
    let signature = '';
    const told = await readTold(scene, async () => {
      const sent = await sendSigned(scene, `${scene.stack.outputs.ApiEndpoint}/notes`, {});
      expect(sent.answer.status).toBe(200);
      signature = sent.signature;
    });
    // Its first characters are shown, which tell it from others.
    expect(told).toContain(`${signature.slice(0, 8)}…`);
    expectUntold(told, signature);
    expectUntold(told, readSessionToken(scene.ann));
  },

  'the session token and the signature of a presigned URL are not shown, for the API or a file': async (scene) => {
    const { ApiEndpoint, S3Endpoint, BucketName } = scene.stack.outputs;
    for (const [service, url] of [
      ['execute-api', `${ApiEndpoint}/notes?limit=1&X-Amz-Expires=60`],
      ['s3', `${S3Endpoint}/${BucketName}/private/${scene.ann.identityId}/none.txt`],
    ] as const) {
      let signature = '';
      const told = await readTold(scene, async () => {
        const sent = await sendSigned(scene, url, { service, signQuery: true });
        expect(sent.answer.status).toBe(service === 's3' ? 404 : 200);
        signature = sent.signature;
      });
      expect(told).toContain(signature.slice(0, 8));
      expectUntold(told, signature);
      expectUntold(told, readSessionToken(scene.ann));
    }
  },

  'the content of an Authorization header of another form is not shown': async (scene) => {
    const sent = `Bearer ${scene.ann.keys.secretAccessKey}`;
    const told = await readTold(scene, () =>
      fetch(`${scene.stack.outputs.ApiEndpoint}/notes`, { headers: { authorization: sent } }),
    );
    expect(told).toContain('(hidden: ');
    expectUntold(told, scene.ann.keys.secretAccessKey);
  },

  'a token of the user pool is shown nowhere: no header, path, query, body, item or permission': async (scene) => {
    const told = await readTold(scene, async () => {
      await scene.ann.ask('GET', `/notes/${someToken}`);
      await scene.ann.ask('GET', `/${someToken}`);
      await scene.ann.ask('GET', `/notes?t=${someToken}`, undefined, { 'x-user': someToken });
      await scene.ann.ask('POST', '/notes', { content: `mine is ${someToken}` });
    });
    expect(told).toContain('mine is (hidden: ');
    expectUntold(told, someToken);
  },

  'cookies are not shown, neither in the request nor in the event of its function': async (scene) => {
    const told = await readTold(scene, async () => {
      const headers = { cookie: 'session=sweet-and-secret' };
      await sendSigned(scene, `${scene.stack.outputs.ApiEndpoint}/notes`, { headers });
    });
    expect(told).toContain('cookie');
    expectUntold(told, 'sweet-and-secret');
  },

  'no token and no whole signature is shown of what the request builder sends': async (scene) => {
    const { ask } = scene.stack;
    const users = (await (await ask('/api/try/users')).json()) as readonly { readonly sub: string }[];
    for (const service of ['execute-api', 's3', 'dynamodb']) {
      const tried = { sub: users[0]?.sub, service, method: 'GET', path: '/x', headers: [], body: '' };
      const answer = await ask('/api/try/send', { method: 'POST', body: JSON.stringify(tried) });
      const { sent } = (await answer.json()) as Tried;
      const headers = new Map(sent.headers);
      expect(headers.get('x-amz-security-token')).toMatch(/^\(hidden: \d+ characters\)$/);
      expect(headers.get('authorization')).toMatch(/Signature=[0-9a-f]{8}…$/);
    }
  },

  'no more than the first 8,192 characters of a long body are kept': async ({ stack, ann }) => {
    const made = await ann.ask('POST', '/notes', { content: 'x'.repeat(20_000) });
    const trace = await stack.fetchTrace(readRequestId(made));
    const bodies = trace.steps.flatMap((step) => ('body' in step && step.body !== undefined ? [step.body] : []));
    expect(bodies).toHaveLength(2);
    for (const { text, isCut, bytes } of bodies) {
      expect([text.length, isCut]).toEqual([8192, true]);
      expect(bytes).toBeGreaterThan(20_000);
    }
    expect(JSON.stringify(trace)).not.toContain('x'.repeat(8193));
  },

  'the content of a file is not shown': async (scene) => {
    const { S3Endpoint, BucketName, Region: region } = scene.stack.outputs;
    const url = `${S3Endpoint}/${BucketName}/private/${encodeURIComponent(scene.ann.identityId)}/told.txt`;
    const told = await readTold(scene, async () => {
      for (const method of ['PUT', 'GET']) {
        const body = method === 'PUT' ? { body: 'what is in the file' } : {};
        const signed = await new AwsV4Signer({ ...scene.ann.keys, region, service: 's3', url, method, ...body }).sign();
        expect((await fetch(signed.url, { method, headers: signed.headers, ...body })).status).toBe(200);
      }
    });
    expect(told).toContain('told.txt');
    expectUntold(told, 'what is in the file');
  },
};
