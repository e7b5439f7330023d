import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type UserPoolSettings, userPoolSettings } from '../../user-pool-settings.ts';
import type { Credentials } from '../credentials.ts';
import { isLocalHost } from '../local-only.ts';
import type { Mail } from '../mailbox.ts';
import type { State } from '../state.ts';
import { createAdministration } from './administration.ts';
import { createChallenges } from './challenges.ts';
import { CognitoException } from './cognito-exception.ts';
import { createForgottenPassword } from './forgotten-password.ts';
import { type Admission, createIdentityAdmin, createIdentityPool, deriveIdentityId } from './identity-pool.ts';
import { listUsersOperations } from './list-users.ts';
import { createOwnAccount } from './own-account.ts';
import { createOwnAttributes } from './own-attributes.ts';
import type { Parameters } from './parameters.ts';
import { createVerifier, type Operation, type Operations, type Pool } from './pool.ts';
import { createSecondFactor } from './second-factor-settings.ts';
import { signInOperations } from './sign-in.ts';
import { signUpOperations } from './sign-up.ts';
import { openTokens } from './tokens.ts';
import { createUserId, createUsers, type Users } from './users.ts';

export interface CognitoOptions {
  readonly state: State;
  /** How users sign in; defaults to the deployed settings. */
  readonly settings?: UserPoolSettings;
  readonly credentials: Credentials;
  /** Whom the identity pool lets in; by default every signed-in user and nobody else. */
  readonly admission?: Admission;
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** The secret that the pools' keys are derived from: 32 random bytes in base64. */
  readonly sealingKey: string;
  readonly mail: (mail: Mail) => void | Promise<void>;
  /** Called with each identity that an administrator deletes; awaited. */
  readonly onIdentityDeleted?: (identityId: string) => unknown;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** See `Pool`; defaults to `now`. */
  readonly deviceNow?: () => number;
  /** Lifetime of the identity pool's credentials in seconds. */
  readonly credentialsLifetime?: number;
  /** Called after each operation, for display on this machine: it includes passwords, tokens and codes. */
  readonly onOperation?: ((done: DoneOperation) => void) | undefined;
}

export interface DoneOperation {
  /** As in the header `x-amz-target`. */
  readonly target: string;
  readonly parameters: Parameters;
  readonly outcome: { readonly result: object } | { readonly refusal: CognitoException };
  readonly milliseconds: number;
}

export interface Cognito {
  /** Resolves when the request has been answered. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly users: Pick<Users, 'all'>;
  /** Returns a user's identity, given the user's id in the pool. */
  readonly identityOf: (sub: string) => string;
  /** Creates a confirmed user, unless a user with that address exists. */
  ensureUser(email: string, password: string): Promise<void>;
}

/**
 * Creates one endpoint for the user pool and the identity pool, in AWS JSON 1.1, and for the user pool's public keys.
 */
export const createCognitoEndpoint = async (options: CognitoOptions): Promise<Cognito> => {
  const {
    state,
    userPoolId,
    region,
    now = Date.now,
    deviceNow = now,
    credentialsLifetime = 3600,
    onOperation,
    settings = userPoolSettings,
    admission = { guests: false, takesRole: () => true },
  } = options;
  const sealingKey = createHmac('sha256', Buffer.from(options.sealingKey, 'base64')).update('user pool').digest();
  const tokens = await openTokens({ ...options, settings, sealingKey, now });
  const pool: Pool = { ...options, settings, users: createUsers(state), tokens, sealingKey, now, deviceNow };
  const challenges = createChallenges({ lifetime: settings.client.authSessionMinutes * 60_000, now });

  const ofIdentities = createIdentityAdmin(options);
  const ofUsers = { ...createAdministration(pool), ...listUsersOperations(pool) };
  const administration = { ...ofUsers, ...ofIdentities };
  const services: Readonly<Record<string, Operations>> = {
    AWSCognitoIdentityProviderService: {
      ...signUpOperations(pool),
      ...signInOperations(pool, challenges),
      ...createForgottenPassword(pool),
      ...createOwnAccount(pool),
      ...createOwnAttributes(pool),
      ...createSecondFactor(pool),
      ...ofUsers,
    },
    AWSCognitoIdentityService: {
      ...createIdentityPool({
        ...options,
        settings,
        admission,
        users: pool.users,
        tokens,
        now,
        credentialsLifetime,
      }),
      ...ofIdentities,
    },
  };
  const hosts = [`cognito-idp.${region}.amazonaws.com`, `cognito-identity.${region}.amazonaws.com`];

  /** Returns the OpenID Connect Discovery document, in which `jwks_uri` is this endpoint's. */
  const configuration = (host: string) => ({
    issuer: tokens.issuer,
    jwks_uri: `http://${host}/${userPoolId}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
  });

  const findOperation = (request: IncomingMessage): Operation => {
    const [service = '', name = ''] = String(request.headers['x-amz-target']).split('.');
    const operations = Object.hasOwn(services, service) ? services[service] : undefined;
    const operation = operations !== undefined && Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw new CognitoException('UnknownOperationException', '');
    if (Object.hasOwn(administration, name)) requireProgramWithKey(request);
    return operation;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const host = request.headers.host ?? '';
    // The tutorial's tool asks for AWS's own hosts and is sent here. Any other name belongs to a page that made it
    // resolve to this machine.
    if (!isLocalHost(host) && !hosts.includes(host)) return void response.writeHead(403).end();
    const path = request.url?.split('?')[0];
    if (request.method === 'OPTIONS') return void response.writeHead(200, preflight).end();
    if (request.method === 'GET' && path === `/${userPoolId}/.well-known/jwks.json`)
      return sendJson(response, 200, tokens.jwks, 'application/json');
    if (request.method === 'GET' && path === `/${userPoolId}/.well-known/openid-configuration`)
      return sendJson(response, 200, configuration(host), 'application/json');
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const started = performance.now();
    let parameters: Parameters = {};
    const done = (outcome: DoneOperation['outcome']) => {
      const target = String(request.headers['x-amz-target']);
      onOperation?.({ target, parameters, outcome, milliseconds: performance.now() - started });
    };
    try {
      const operation = findOperation(request);
      parameters = await readParameters(request);
      const result = await operation(parameters);
      done({ result });
      sendJson(response, 200, result);
    } catch (error) {
      if (!(error instanceof CognitoException)) throw error;
      done({ refusal: error });
      response.setHeader('x-amzn-errortype', error.type);
      sendJson(response, 400, { __type: error.type, message: error.message });
    }
  };

  return {
    users: pool.users,
    identityOf: (sub) => deriveIdentityId(options, sub),
    handle: async (request, response) => {
      response.setHeader('x-amzn-requestid', randomUUID());
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-expose-headers', 'date,x-amzn-requestid,x-amzn-errortype');
      await answer(request, response).catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        console.error(error);
        sendJson(response, 500, { __type: 'InternalErrorException', message: 'Internal error' });
      });
    },
    ensureUser: (email, password) =>
      pool.users.alone(email, async () => {
        if ((await pool.users.find(email)) !== undefined) return;
        const sub = createUserId();
        const verifier = createVerifier(pool, sub, password);
        const times = { created: now(), modified: now() };
        // Saves the user once and complete: a user that a crash left without this password would never be repaired.
        await pool.users.save({ sub, email, emailVerified: true, status: 'CONFIRMED', verifier, ...times });
      }),
  };
};

/**
 * Throws unless the request is signed and does not come from a web page. On AWS an administrator's call needs IAM
 * permission. No policy covers it on one machine, so any signature will do; but a web page must not administer the
 * pool, and pages send an Origin.
 */
const requireProgramWithKey = ({ headers: { authorization, origin } }: IncomingMessage): void => {
  if (!authorization?.startsWith('AWS4-HMAC-SHA256 '))
    throw new CognitoException('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (origin !== undefined) throw new CognitoException('AccessDeniedException', 'Not for web pages.');
};

const preflight = {
  'access-control-allow-methods': 'POST,GET,OPTIONS',
  'access-control-allow-headers':
    'authorization,content-type,x-amz-target,x-amz-user-agent,x-amz-date,x-amz-security-token,x-amz-content-sha256,amz-sdk-invocation-id,amz-sdk-request,cache-control',
  'access-control-max-age': '3600',
};

/** Bytes; legitimate requests are far shorter. */
const maxBody = 1024 * 1024;

const readParameters = async (request: IncomingMessage): Promise<Parameters> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    // Reads the excess too: stopping in the middle would end the connection, and with it the answer.
    if (length <= maxBody) chunks.push(chunk);
  }
  if (length > maxBody) throw new CognitoException('SerializationException', 'The request is too large.');
  try {
    const parameters: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
    if (typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters))
      return parameters as Parameters;
  } catch {
    // The parser's message may quote a password.
  }
  throw new CognitoException('SerializationException', 'The request is not a JSON object in UTF-8.');
};

const sendJson = (
  response: ServerResponse,
  status: number,
  body: object,
  type = 'application/x-amz-json-1.1',
): void => {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
};
