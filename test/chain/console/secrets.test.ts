import { AwsClient, AwsV4Signer } from 'aws4fetch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin } from '../../../infra/local/stack.ts';
import type { Row } from '../../../infra/local/trace/trace.ts';
import { parseConfig } from '../../../src/client/config.ts';
import { createSession } from '../../../src/client/credentials-session.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import { newUser, type User } from '../../kit/user.ts';
import { startTracedStack, type TracedStack } from './traced-stack.ts';

let stack: TracedStack;
let ann: User;
beforeAll(async () => {
  stack = await startTracedStack();
  ann = await newUser(stack.outputs);
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** Returns all that the console is told until there is a row of this path. */
const allTold = async (last: string): Promise<string> => {
  const ids = new Set<string>();
  await stack.rowWhere((row: Row) => {
    ids.add(row.id);
    return row.path.includes(last);
  });
  const paths = ['/api/outputs', '/api/try/users', ...[...ids].map((id) => `/api/chain/trace?id=${id}`)];
  return (await Promise.all(paths.map(async (path) => (await stack.ask(path)).text()))).join('\n');
};

test('the console is told no secret: no key, token, cookie, password, proof of one or whole signature', async () => {
  const { ApiEndpoint, Region: region, S3Endpoint, BucketName } = stack.outputs;
  const secrets = new Map<string, string>([['password', admin.password]]);
  const config = parseConfig(stack.outputs)._unsafeUnwrap();
  const proofs: string[] = [];
  const watching: typeof fetch = async (input, init) => {
    const { AuthParameters, ChallengeResponses } = JSON.parse(String(init?.body ?? '{}'));
    proofs.push(...[AuthParameters?.SRP_A, ChallengeResponses?.PASSWORD_CLAIM_SIGNATURE].filter(Boolean));
    return fetch(input, init);
  };
  const tokens = (
    await createUserPool(config, { fetch: watching }).signIn(admin.email, admin.password)
  )._unsafeUnwrap();
  await createUserPool(config).signIn(admin.email, 'Wrong-but-typed1!');
  secrets.set('wrong password', 'Wrong-but-typed1!');
  for (const [index, proof] of proofs.entries()) secrets.set(`proof ${index}`, proof);
  expect(proofs).toHaveLength(2);
  for (const name of ['idToken', 'accessToken', 'refreshToken'] as const) secrets.set(name, tokens[name]);
  const keys = (await createSession(config, tokens).credentials())._unsafeUnwrap();
  secrets.set('secret key', keys.secretAccessKey).set('session token', keys.sessionToken);
  secrets.set('encoded session token', encodeURIComponent(keys.sessionToken));

  const send = async (
    service: string,
    url: string,
    more: { signQuery?: boolean; headers?: Record<string, string> },
  ) => {
    const signed = await new AwsV4Signer({ ...keys, region, service, url, ...more }).sign();
    const inQuery = new URL(signed.url).searchParams.get('X-Amz-Signature');
    const signature = inQuery ?? /Signature=(\w+)/.exec(signed.headers.get('authorization') ?? '')?.[1] ?? '';
    expect(signature).toHaveLength(64);
    secrets.set(`signature ${secrets.size}`, signature);
    await fetch(signed.url, { headers: signed.headers });
  };
  await send('execute-api', `${ApiEndpoint}/notes`, {});
  await send('execute-api', `${ApiEndpoint}/notes?a=b`, { signQuery: true });
  await send('execute-api', `${ApiEndpoint}/notes`, { headers: { 'x-user': tokens.accessToken, cookie: 'a=sweet' } });
  await send('s3', `${S3Endpoint}/${BucketName}/private/${keys.identityId}/none.txt`, { signQuery: true });
  // A header that is a secret as a whole, and does not have the form of a signature.
  await fetch(`${ApiEndpoint}/notes`, { headers: { authorization: `Bearer ${keys.secretAccessKey}` } });
  const forged = new AwsClient({
    ...keys,
    secretAccessKey: 'B'.repeat(40),
    region,
    service: 'execute-api',
    retries: 0,
  });
  await forged.fetch(`${ApiEndpoint}/notes`);
  for (const service of ['execute-api', 's3', 'dynamodb'])
    await stack.ask('/api/try/send', {
      ...{
        method: 'POST',
        body: JSON.stringify({ sub: await fetchSub(), service, method: 'GET', path: '/x', headers: [], body: '' }),
      },
    });
  secrets.set('cookie', 'sweet');
  await ann.ask('GET', '/notes?limit=7');

  const told = await allTold('limit=7');
  expect(told).toContain(keys.accessKeyId);
  for (const [name, secret] of secrets) expect(told.includes(secret), name).toBe(false);
});

const fetchSub = async (): Promise<string> => {
  const users = (await (await stack.ask('/api/try/users')).json()) as readonly { readonly sub: string }[];
  return users[0]?.sub ?? '';
};
