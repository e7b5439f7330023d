import { describe, expect, test } from 'vitest';
import { config, createAmzResponse, createRefusal } from '../../../test/kit/fake-pools.ts';
import { type Chain, type Principal, tryChainProbe } from './chain.ts';
import { chainTechniques, createChainProbes } from './chain-probes.ts';
import { findTable } from './table.ts';

const { cognitoEndpoint: _, ...onAws } = { ...config, region: 'eu-west-1' };
const claims = (sub: string) => `h.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.s`;
const principal = (name: string): Principal => ({
  ...{ name, identityId: `eu-west-1:${name}`, idToken: claims(name), accessToken: claims(`${name}-access`) },
  keys: { accessKeyId: `key of ${name}`, secretAccessKey: 'the secret', sessionToken: 'the session token' },
});
const [ann, bob] = [principal('ann'), principal('bob')];

interface Asked {
  readonly url: string;
  readonly target: string | null;
  readonly authorization: string | null;
  readonly body: string;
}

/** Runs everything that Ann tries past the API, with the same answer to every call. */
const triesWith = async (answer: () => Response | Promise<Response>, more: Partial<Chain> = {}) => {
  const asked: Asked[] = [];
  const table = { name: 'notes', endpoint: 'https://dynamodb.eu-west-1.amazonaws.com' };
  const fetch = async (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const [target, authorization] = [headers.get('x-amz-target'), headers.get('authorization')];
    asked.push({ url, target, authorization, body: String(init.body) });
    return answer();
  };
  const chain: Chain = { config: onAws, table, fetch, now: () => 0, ...more };
  const probes = createChainProbes(ann, bob, chain);
  const tries = [];
  for (const probe of probes) tries.push(await tryChainProbe(probe, { by: ann, whose: bob }, chain));
  return { tries, asked };
};
const verdicts = async (answer: () => Response | Promise<Response>) =>
  new Set((await triesWith(answer)).tries.map(({ verdict }) => verdict));

describe('a call past the API', () => {
  test.each([
    ['AccessDeniedException', 'Held'],
    ['NotAuthorizedException', 'Held'],
    ['ThrottlingException', 'Inconclusive'],
    ['InternalServerError', 'Inconclusive'],
  ])('%s: %s', async (type, verdict) => {
    expect(await verdicts(() => createRefusal(type))).toEqual(new Set([verdict]));
  });

  test('that is answered came through', async () => {
    expect(await verdicts(() => createAmzResponse({}))).toEqual(new Set(['CameThrough']));
  });

  test('that IAM allowed came through, even if the table refused it', async () => {
    const { tries } = await triesWith(() => createRefusal('ConditionalCheckFailedException'));
    const through = tries.filter(({ verdict }) => verdict === 'CameThrough');
    expect(new Set(through.map(({ technique }) => technique))).toEqual(new Set([chainTechniques[0]]));
  });

  test('without an answer, or answered by something else, is inconclusive', async () => {
    expect(await verdicts(() => Promise.reject(new Error('down')))).toEqual(new Set(['Inconclusive']));
    expect(await verdicts(() => new Response('<html>', { status: 502 }))).toEqual(new Set(['Inconclusive']));
  });
});

test('on AWS, calls go to the services of the region, and only those to the table are signed', async () => {
  const { asked } = await triesWith(() => createRefusal('AccessDeniedException'));
  expect(new Set(asked.map(({ url }) => url))).toEqual(
    new Set(['dynamodb', 'cognito-identity', 'cognito-idp'].map((name) => `https://${name}.eu-west-1.amazonaws.com/`)),
  );
  for (const { url, authorization } of asked) {
    const ofTable = /Credential=key of ann\/19700101\/eu-west-1\/dynamodb\/aws4_request/;
    expect(authorization).toEqual(url.includes('dynamodb') ? expect.stringMatching(ofTable) : null);
  }
});

test('no attempt can write, and the report has no token of either user', async () => {
  const { tries, asked } = await triesWith(() => createRefusal('AccessDeniedException'));
  const writes = asked.filter(({ target }) => /\.(?:Put|Update|Delete)Item$/.test(String(target)));
  expect(writes).toHaveLength(3);
  for (const { body } of writes)
    expect(JSON.parse(body).ConditionExpression).toBe('attribute_exists(userId) AND attribute_not_exists(userId)');
  expect(JSON.stringify(tries)).not.toMatch(/the secret|session token|h\.|authorization/i);
});

test.each([
  [{ NotesTableName: 't' }, onAws, { name: 't', endpoint: 'https://dynamodb.eu-west-1.amazonaws.com' }],
  [
    { 'owned-notes-dev': { NotesTableName: 't' } },
    onAws,
    { name: 't', endpoint: 'https://dynamodb.eu-west-1.amazonaws.com' },
  ],
  [
    { NotesTableName: 't', DynamoDbEndpoint: 'http://127.0.0.1:1' },
    config,
    { name: 't', endpoint: 'http://127.0.0.1:1' },
  ],
  // A local stack that does not say where its table is: the region's table is a different one.
  [{ NotesTableName: 't' }, config, undefined],
  [{}, onAws, undefined],
  ['nonsense', onAws, undefined],
])('finds the table in %j', (outputs, at, table) => {
  expect(findTable(outputs, at)).toEqual(table);
});
