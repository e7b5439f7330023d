import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvent, identityPoolId, userPoolId } from '../../test/kit/event.ts';
import { type Caller, parseCaller } from '../adapters/api-gateway/caller.ts';
import type { SessionCredentials } from '../aws/credentials.ts';
import type { RoleSession } from '../aws/sts.ts';
import { createOwnerSessions } from './owner-sessions.ts';

const roleArn = 'arn:aws:iam::123456789012:role/data';
const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const session: SessionCredentials = {
  ...{ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' },
  expiration: new Date(0),
};

/** Creates sessions, and records the requests for them. */
const sessions = () => {
  const asked: RoleSession[] = [];
  const assumeRole = async (of: RoleSession) => {
    asked.push(of);
    return session;
  };
  return { sessionOf: createOwnerSessions({ assumeRole, roleArn }), asked };
};

const callerWith = (identityId: string): Caller => {
  // The pool is in the region of its identities.
  const pool = { identityPoolId: `${identityId.split(':')[0]}:${identityPoolId.split(':')[1]}` };
  const event = createEvent({ routeKey: 'GET /notes/{id}', identityId, ...pool });
  return parseCaller(event, { ...pool, userPoolId, owner: 'identity' })._unsafeUnwrap();
};

describe('a session for an owner', () => {
  test('is a session of the role, for an hour, with the owner as its only tag and in its name', async () => {
    const { sessionOf, asked } = sessions();
    expect(await sessionOf(callerWith(`us-east-1:${id}`))).toBe(session);
    expect(asked).toEqual([{ roleArn, name: `us-east-1.${id}`, seconds: 3600, tags: { owner: `us-east-1:${id}` } }]);
  });

  test('has a name that STS accepts, and the whole owner as its tag, however long the owner is', async () => {
    const regions = fc.stringMatching(/^[a-z]{2}(-[a-z]{1,40}){1,2}-\d$/);
    const { sessionOf, asked } = sessions();
    await fc.assert(
      fc.asyncProperty(regions, async (region) => {
        const owner = `${region}:${id}`;
        await sessionOf(callerWith(owner));
        const last = asked.at(-1);
        expect(last?.name).toMatch(/^[\w+=,.@-]{2,64}$/);
        expect(last?.tags).toEqual({ owner });
      }),
      { examples: [[`us-${'a'.repeat(40)}-1`]] },
    );
  });
});
