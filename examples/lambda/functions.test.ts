import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpApiEvent, NotesHandler } from 'owned-notes/lambda';

const userPoolId = 'us-east-1_AbCdEfGhI';
const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
Object.assign(process.env, { USER_POOL_ID: userPoolId, IDENTITY_POOL_ID: identityPoolId });
// The bundle is what is deployed.
const bundle = new URL('build/functions.mjs', import.meta.url).href;
const { createHandler, getHandler, listHandler }: typeof import('./functions.ts') = await import(bundle);

const ann = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const bob = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae8';

/** Creates the event that API Gateway makes of a request signed by a user of the pools. */
const eventOf = (identityId: string, routeKey: string, more: Partial<HttpApiEvent> = {}): HttpApiEvent => {
  const provider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
  const amr = ['authenticated', provider, `${provider}:CognitoSignIn:0d4a5c9e-8f1b-4d2a-9c3e-1f2a3b4c5d6e`];
  const authorizer = { iam: { cognitoIdentity: { amr, identityId, identityPoolId } } };
  return {
    ...{ version: '2.0', routeKey, rawPath: '/notes', rawQueryString: '', headers: {}, isBase64Encoded: false },
    requestContext: { requestId: 'a-request', stage: '$default', authorizer },
    ...more,
  };
};

const ask = async (handler: NotesHandler, event: HttpApiEvent): Promise<{ status: number; body: unknown }> => {
  const { statusCode, body = 'null' } = await handler(event, { getRemainingTimeInMillis: () => 10_000 });
  return { status: statusCode, body: JSON.parse(body) };
};

test('a user creates a note and lists it, and another user does not reach it', async () => {
  const created = await ask(createHandler, eventOf(ann, 'POST /notes', { body: '{"content":"hello"}' }));
  assert.equal(created.status, 200);
  const { noteId: id } = created.body as { readonly noteId: string };
  assert.deepEqual(await ask(listHandler, eventOf(ann, 'GET /notes')), { status: 200, body: [created.body] });
  assert.deepEqual(await ask(listHandler, eventOf(bob, 'GET /notes')), { status: 200, body: [] });
  const asBob = await ask(getHandler, eventOf(bob, 'GET /notes/{id}', { pathParameters: { id } }));
  assert.equal(asBob.status, 404);
});
