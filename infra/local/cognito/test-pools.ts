import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserPoolSettings } from '../../user-pool-settings.ts';
import { createCredentials } from '../credentials.ts';
import { closeServer, listen } from '../listen.ts';
import type { Mail } from '../mailbox.ts';
import { openState, type State } from '../state.ts';
import { localUserPoolSettings } from '../template/local-stage.ts';
import { type CognitoOptions, createCognitoEndpoint } from './endpoint.ts';
import type { Admission } from './identity-pool.ts';

// Both pools, for tests, on a server of their own.

export const region = 'us-east-1';
export const userPoolId = 'us-east-1_AbCdEfGhI';
export const ClientId = '1example23456789abcdefghij';
export const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
export const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
export const password = 'Passw0rd!';

/** The outcome of an operation; `type` is the name of the exception, if there was one. */
export interface Came {
  readonly status: number;
  readonly type: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what is in an answer is what the tests are about
  readonly body: any;
}

/**
 * Starts both pools over data that survives `restart`, at a time that `pass` moves forward. `restart` and `begin` can
 * be given another view of the data.
 */
export const startTestPools = async (settings: UserPoolSettings = localUserPoolSettings, admission?: Admission) => {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  starting.defer(() => rm(folder, { recursive: true }));
  const state = starting.use(await openState(folder));
  const sealingKey = randomBytes(32);
  const mails: Mail[] = [];
  let later = 0;
  const now = () => Date.now() + later;
  const options: CognitoOptions = {
    ...{ state, settings, region, userPoolId, userPoolClientId: ClientId, identityPoolId, now },
    credentials: createCredentials(sealingKey),
    ...(admission && { admission }),
    sealingKey: sealingKey.toString('base64'),
    mail: (mail) => void mails.push(mail),
  };
  const begin = (through: State = state) => createCognitoEndpoint({ ...options, state: through });
  let cognito = await begin();
  const server = createServer((incoming, response) => cognito.handle(incoming, response));
  const endpoint = await listen(server, 'Cognito', 0);
  starting.defer(() => closeServer(server));
  const started = starting.move();

  const post = async (target: string, body: object | string, headers: Record<string, string> = {}): Promise<Came> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': target, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const came: Came = {
      status: response.status,
      type: response.headers.get('x-amzn-errortype'),
      body: await response.json(),
    };
    // Checked in every test: each refusal has a message, except that of an unknown operation.
    if (came.status !== 200 && !came.body.message && came.type !== 'UnknownOperationException')
      throw new Error(`${target} was refused without a message.`);
    return came;
  };
  const ask = (operation: string, body: object | string) =>
    post(`AWSCognitoIdentityProviderService.${operation}`, body);
  const admin = (operation: string, body: object) =>
    post(
      `AWSCognitoIdentityProviderService.${operation}`,
      { UserPoolId: userPoolId, ...body },
      { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
    );
  const codeFor = (email: string) => mails.findLast(({ to }) => to === email)?.code ?? '';
  const newEmail = () => `user-${randomUUID().slice(0, 8)}@example.com`;

  return {
    endpoint,
    state,
    /** Opens a session token. */
    open: options.credentials.open,
    mails,
    begin,
    post,
    ask,
    /** Asks as an administrator. */
    admin,
    identities: (operation: string, body: object) => post(`AWSCognitoIdentityService.${operation}`, body),
    codeFor,
    newEmail,
    ensureUser: (...user: Parameters<typeof cognito.ensureUser>) => cognito.ensureUser(...user),
    restart: async (through?: State) => {
      cognito = await begin(through);
    },
    pass: (milliseconds: number) => {
      later += milliseconds;
    },
    now,
    /** Creates a user who has signed up and confirmed the address. */
    confirmed: async (attributes: readonly object[] = []) => {
      const Username = newEmail();
      const { body } = await ask('SignUp', { ClientId, Username, Password: password, UserAttributes: attributes });
      await ask('ConfirmSignUp', { ClientId, Username, ConfirmationCode: codeFor(Username) });
      return { email: Username, sub: String(body.UserSub) };
    },
    signIn: (USERNAME: string, PASSWORD = password) =>
      ask('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }),
    refresh: (REFRESH_TOKEN: string) =>
      ask('InitiateAuth', { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
};

export type TestPools = Awaited<ReturnType<typeof startTestPools>>;

/** Returns a code other than this one. */
export const createWrongCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Reads the claims of a token without verifying it. */
export const readClaims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
