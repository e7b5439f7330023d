import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { attack, type Fetch, type User } from 'owned-notes/attack';
import { type Issuer, startIssuer, unsigned } from './issuer.ts';
import { openapi } from './openapi.ts';

const audience = 'notes';
let issuer: Issuer;
let stranger: Issuer;
let server: ChildProcess;
let url: string;

before(async () => {
  [issuer, stranger] = await Promise.all([startIssuer(), startIssuer()]);
  server = spawn(process.execPath, ['main.ts'], {
    cwd: import.meta.dirname,
    env: { ...process.env, ISSUER: issuer.url, AUDIENCE: audience, JWKS_URL: issuer.jwksUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert(server.stdout !== null);
  const [line] = await once(server.stdout, 'data');
  url = String(line).trim();
});
after(async () => {
  server.kill();
  await Promise.all([issuer, stranger].map((each) => each[Symbol.asyncDispose]()));
});

const bearing =
  (token: string): Fetch =>
  (address, init) =>
    fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const readClaims = (sub: string) => ({ iss: issuer.url, aud: audience, sub });

const userNamed = async (name: string): Promise<User> => ({
  name,
  fetch: bearing(await issuer.sign(readClaims(name))),
});

/** Tokens that claim to be Ann's, and must be refused. */
const forgeries = async (): Promise<Readonly<Record<string, string>>> => {
  const ann = readClaims('ann');
  return {
    'an unsigned token': unsigned(ann),
    'a token signed with the public key': await issuer.signByPublicKey(ann),
    'a token with another algorithm': await issuer.signOtherwise(ann),
    'a token signed with another key': await stranger.sign(ann),
    'a token from another issuer': await stranger.sign({ ...ann, iss: stranger.url }),
    'a token that names another issuer': await issuer.sign({ ...ann, iss: stranger.url }),
    'a token for another audience': await issuer.sign({ ...ann, aud: 'invoices' }),
    'an expired token': await issuer.sign({ ...ann, exp: Math.floor(Date.now() / 1000) - 60 }),
    'a token that is not valid yet': await issuer.sign({ ...ann, nbf: Math.floor(Date.now() / 1000) + 3600 }),
    'a token without an expiry': await issuer.sign({ ...ann, exp: undefined }),
    'a token without a subject': await issuer.sign({ iss: issuer.url, aud: audience }),
    'a token with an empty subject': await issuer.sign({ ...ann, sub: '' }),
    'no token': '',
  };
};

test('a user creates a note, and finds it', async () => {
  const { fetch: asAnn } = await userNamed('ann');
  const headers = { 'content-type': 'application/json' };
  const made = await asAnn(`${url}/notes`, { method: 'POST', headers, body: '{"content":"hello"}' });
  assert.equal(made.status, 201);
  const { noteId } = (await made.json()) as { readonly noteId: string };
  const found = await asAnn(`${url}/notes/${noteId}`, { method: 'GET' });
  assert.equal(((await found.json()) as { readonly content: string }).content, 'hello');
});

test('every forged token is refused', async () => {
  for (const [name, token] of Object.entries(await forgeries()))
    assert.equal((await bearing(token)(`${url}/notes`, { method: 'GET' })).status, 401, name);
});

test('two users cannot reach each other’s notes, and forged tokens reach nothing', async () => {
  const strangers = Object.entries(await forgeries()).map(([name, token]) => ({ name, fetch: bearing(token) }));
  const users = [await userNamed('ann'), await userNamed('bob')] as const;
  const { outcome, findings, unproven, tries } = await attack({ api: openapi, server: url, users, strangers });
  assert.deepEqual({ outcome, findings, unproven }, { outcome: 'NothingCameThrough', findings: [], unproven: [] });
  assert(tries.length > 100, `${tries.length} tries`);
});
