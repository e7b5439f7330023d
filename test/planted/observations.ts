import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { localCredentials } from '../../infra/local/dynamodb/table.ts';
import type { Outputs } from '../../infra/local/outputs.ts';
import { admin } from '../../infra/local/stack.ts';
import type { LocalStack } from '../kit/local-stack.ts';
import type { User } from '../kit/user.ts';
import { newUser } from '../kit/user.ts';
import { createListPath, filesAs } from './files.ts';
import { type Keys, observeSession, readHeldByFunction } from './in-a-function.ts';
import { describeOutcome } from './outcome.ts';
import { inSweep } from './sweep.ts';

/** The outcome of each request that was tried, by what was tried. */
export type Observations = ReadonlyMap<string, string>;

/**
 * Tries everything on a running stack that somebody might: as a user, as nobody, as a guest, with a user's own
 * credentials past the API, and with what a function holds.
 */
export const observe = async ({ outputs, lines }: Pick<LocalStack, 'outputs' | 'lines'>): Promise<Observations> => {
  const seen = new Map<string, string>();
  const note = async (what: string, work: () => Promise<unknown>) => void seen.set(what, await describeOutcome(work));
  await observeAsNobody(outputs, note);
  await observeAsGuest(outputs, note);
  await observeAccounts(outputs, note);
  let users: readonly [User, User] | undefined;
  await note('two users sign in', async () => {
    users = [await newUser(outputs, planted), await newUser(outputs, planted)];
  });
  if (users === undefined) return seen;
  const [ann, bob] = users;
  const { body: own } = await ann.ask('POST', '/notes', { content: 'Ann’s' });
  const { body: foreign } = await bob.ask('POST', '/notes', { content: 'Bob’s' });
  await observeAsUser(ann, note, { own: own?.noteId, foreign: foreign?.noteId });
  await observeFiles(outputs, ann, bob, note);
  await note('a user reads the table', () => observeSession(outputs, ann.keys, 'GetItem', { key: bob.identityId }));
  await note('a user scans the table', () => observeSession(outputs, ann.keys, 'Scan', {}));
  await observeFunctions(outputs, ann, bob, note);
  await filesAs(outputs, ann.keys)('PUT', `/private/${ann.identityId}/a.txt`, 'Ann’s');
  await inSweep({ outputs, lines, own: ann.identityId, foreign: bob.identityId }, note);
  return seen;
};

const planted = { isSound: false };

export type Note = (what: string, work: () => Promise<unknown>) => Promise<void>;

const paths = ['POST /notes', 'GET /notes', 'GET /notes/x', 'PUT /notes/x', 'DELETE /notes/x', 'GET /else'] as const;

const observeAsNobody = async ({ ApiEndpoint: api }: Outputs, note: Note): Promise<void> => {
  for (const path of paths) {
    const [method = '', target = ''] = path.split(' ');
    await note(`${path} without a signature`, async () => (await fetch(`${api}${target}`, { method })).status);
  }
  await note('a preflight from some page', async () => {
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'GET' };
    const { status, headers: got } = await fetch(`${api}/notes`, { method: 'OPTIONS', headers });
    return `${status} ${got.get('access-control-allow-origin')} ${got.get('access-control-allow-methods')}`;
  });
};

const observeAsGuest = async (outputs: Outputs, note: Note): Promise<void> => {
  const { IdentityPoolId, CognitoEndpoint } = outputs;
  const ask = async (operation: string, body: object) => {
    const target = { 'x-amz-target': `AWSCognitoIdentityService.${operation}` };
    const response = await fetch(CognitoEndpoint, { method: 'POST', headers: target, body: JSON.stringify(body) });
    const answer = Object(await response.json());
    if (!response.ok) throw Object.assign(new Error(), { name: answer.__type });
    return answer;
  };
  await note('a guest gets an identity', () => ask('GetId', { IdentityPoolId }).then(() => 'ok'));
  await note('a guest gets credentials', async () => {
    const { IdentityId } = await ask('GetId', { IdentityPoolId });
    await ask('GetCredentialsForIdentity', { IdentityId });
    return 'ok';
  });
};

const observeAccounts = async (outputs: Outputs, note: Note): Promise<void> => {
  const { Region: region, CognitoEndpoint: endpoint, UserPoolClientId: ClientId, UserPoolId } = outputs;
  const pool = new CognitoIdentityProviderClient({ region, endpoint, credentials: localCredentials });
  const signIn = async () => {
    const AuthParameters = { USERNAME: admin.email, PASSWORD: admin.password };
    const { AuthenticationResult: got } = await pool.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    );
    return { AccessToken: String(got?.AccessToken), IdToken: String(got?.IdToken) };
  };
  await note('an ID token lasts', async () => {
    const { exp, iat } = JSON.parse(Buffer.from((await signIn()).IdToken.split('.')[1] ?? '', 'base64url').toString());
    return `${exp - iat} s`;
  });
  await note('a token that was signed out gets an identity', async () => {
    const { AccessToken, IdToken } = await signIn();
    await pool.send(new GlobalSignOutCommand({ AccessToken }));
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityService.GetId' },
      body: JSON.stringify({
        IdentityPoolId: outputs.IdentityPoolId,
        Logins: { [`cognito-idp.${region}.amazonaws.com/${UserPoolId}`]: IdToken },
      }),
    });
    return response.status;
  });
  await note('a new address counts before it is confirmed', async () => {
    const { AccessToken } = await signIn();
    const UserAttributes = [{ Name: 'email', Value: 'another@example.com' }];
    await pool.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    const { UserAttributes: now = [] } = await pool.send(
      new AdminGetUserCommand({ UserPoolId, Username: admin.email }),
    );
    return now.find(({ Name }) => Name === 'email')?.Value;
  });
  pool.destroy();
};

const observeAsUser = async (
  user: User,
  note: Note,
  { own, foreign }: { own: string; foreign: string },
): Promise<void> => {
  const status = (method: string, path: string, body?: object) => async () =>
    (await user.ask(method, path, body)).status;
  await note('POST /notes', status('POST', '/notes', { content: 'x' }));
  await note('GET /notes', status('GET', '/notes'));
  await note('GET /notes/{id}', status('GET', `/notes/${own}`));
  await note('PUT /notes/{id}', status('PUT', `/notes/${own}`, { content: 'y' }));
  await note('GET /notes/{id} of another owner', status('GET', `/notes/${foreign}`));
  await note('DELETE /notes/{id}', status('DELETE', `/notes/${own}`));
  await note('GET /else', status('GET', '/else'));
  await note('PATCH /notes', status('PATCH', '/notes', {}));
};

/** Tries files, which each user has below a prefix of the bucket. */
const observeFiles = async (outputs: Outputs, ann: User, bob: User, note: Note): Promise<void> => {
  const asAnn = filesAs(outputs, ann.keys);
  const [own, foreign] = [`private/${ann.identityId}`, `private/${bob.identityId}`];
  await filesAs(outputs, bob.keys)('PUT', `/${foreign}/a.txt`, 'Bob’s');
  await note('a user keeps a file', () => asAnn('PUT', `/${own}/a.txt`, 'Ann’s'));
  await note('a user reads a file', () => asAnn('GET', `/${own}/a.txt`));
  await note('a user reads another’s file', () => asAnn('GET', `/${foreign}/a.txt`));
  await note('a user writes another’s file', () => asAnn('PUT', `/${foreign}/a.txt`, 'Ann’s'));
  await note('a user writes to a prefix that begins like their own', () => asAnn('PUT', `/${own}0/a.txt`, 'Ann’s'));
  await note('a user deletes another’s file', () => asAnn('DELETE', `/${foreign}/a.txt`));
  await note('a user lists files', () => asAnn('GET', createListPath(`${own}/`)));
  await note('a user lists everything', () => asAnn('GET', createListPath()));
  await note('a user lists another’s files', () => asAnn('GET', createListPath(`${foreign}/`)));
  await note('a user lists a prefix that begins like their own', () => asAnn('GET', createListPath(`${own}0`)));
  await note(
    'nobody reads a file',
    async () => (await fetch(`${outputs.S3Endpoint}/${outputs.BucketName}/${own}/a.txt`)).status,
  );
  await note('a preflight from some page for a file', async () => {
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'PUT' };
    const to = `${outputs.S3Endpoint}/${outputs.BucketName}/${own}/a.txt`;
    return (await fetch(to, { method: 'OPTIONS', headers })).status;
  });
  await note('a user removes a file', () => asAnn('DELETE', `/${own}/a.txt`));
};

/** Tries what the functions that read hold: a leak there would be of somebody's secrets. */
const observeFunctions = async (outputs: Outputs, ann: User, bob: User, note: Note): Promise<void> => {
  const held = {
    get: await readHeldByFunction(ann, 'GET', '/notes/x'),
    list: await readHeldByFunction(ann, 'GET', '/notes'),
  };
  for (const [name, own] of Object.entries(held)) {
    const tryAll = async (as: string, keys: Keys) => {
      for (const [what, operation, input] of accesses(ann.identityId, bob.identityId))
        await note(`${name}’s ${as}, ${what}`, () => observeSession(outputs, keys, operation, input));
    };
    if (own === undefined) continue;
    await tryAll('own role', own.keys);
    const others = name === 'get' ? held.list : held.get;
    for (const [what, tags] of tagsToTry(ann.identityId)) {
      let session: Keys | undefined;
      await note(`${name} takes its data role with ${what}`, async () => {
        session = await own.take(own.dataRoleArn, tags);
      });
      if (session !== undefined) await tryAll(`session with ${what}`, session);
    }
    await note(`${name} takes the other’s data role`, () => own.take(others?.dataRoleArn, { owner: ann.identityId }));
    await note(`${name} takes a role of another project`, () =>
      own.take('arn:aws:iam::123456789012:role/admin', { owner: ann.identityId }),
    );
  }
};

const tagsToTry = (owner: string): readonly (readonly [string, Readonly<Record<string, string>>])[] => [
  ['the tag owner', { owner }],
  ['no tag', {}],
  ['an empty owner', { owner: '' }],
  ['one tag more', { owner, admin: 'true' }],
  ['another tag', { user: owner }],
];

type Access = readonly [what: string, operation: string, input: { readonly key?: string; readonly table?: string }];

const accesses = (own: string, foreign: string): readonly Access[] => [
  ['GetItem of its owner’s', 'GetItem', { key: own }],
  ['GetItem of another owner’s', 'GetItem', { key: foreign }],
  ['GetItem of a key that begins like its owner', 'GetItem', { key: `${own}0` }],
  ['GetItem of another table', 'GetItem', { key: own, table: 'others' }],
  ['Query of its owner’s', 'Query', { key: own }],
  ['Query of another owner’s', 'Query', { key: foreign }],
  ['GetItem without a key', 'GetItem', {}],
  ['Scan', 'Scan', {}],
  ['DeleteItem of its owner’s', 'DeleteItem', { key: own }],
  ['BatchGetItem of both', 'BatchGetItem', { key: own }],
];
