import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { routes } from '../../src/lambda/routes.ts';
import type { Bundles } from '../bundles.ts';
import { cors } from '../cors.ts';
import { cognitoEndpoint } from './cognito/endpoint.ts';
import { credentialsSealedWith } from './credentials.ts';
import type { Isolation } from './dynamodb/permissions.ts';
import { openTable } from './dynamodb/table.ts';
import { startFunctions } from './functions.ts';
import { type HttpApiOptions, httpApi } from './http-api/http-api.ts';
import { closed, listening } from './listening.ts';
import { type Mail, mailbox } from './mailbox.ts';
import { type Outputs, writeOutputs } from './outputs.ts';
import { accountId, type FunctionRole } from './roles.ts';
import { openState, type State } from './state.ts';
import { sts } from './sts.ts';
import { localUserPoolSettings } from './user-pool-settings.ts';

export interface StackOptions {
  /** The folder that everything is kept in. */
  readonly data: string;
  /** Ports of the API, of both pools, and of DynamoDB; 0 for any. */
  readonly port: number;
  readonly cognitoPort: number;
  readonly dynamodbPort: number;
  /** The third lock, `iam` where it is left out: see `Isolation`. */
  readonly isolation?: Isolation;
  /** Makes what is deployed in a folder, to run just that; where it is left out, the sources run as they are. */
  readonly bundle?: (folder: string) => Promise<Bundles>;
  /** Settings of the functions: `OWNER`, `REQUIRE_IF_MATCH`, or what replaces a variable that they have anyway. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Epoch milliseconds, for the pools and the API; the functions go by the machine's clock. Default: `Date.now`. */
  readonly now?: () => number;
  readonly onResponse?: HttpApiOptions['onResponse'];
  readonly onFunctionLine?: (line: string) => void;
  readonly onMail?: (mail: Mail) => void;
}

export interface Stack extends AsyncDisposable {
  readonly outputs: Outputs;
}

export const region = 'us-east-1';
const tableName = 'notes';

/** The user that every new stack has. */
export const admin = { email: 'admin@example.com', password: 'Passw0rd!' };

/**
 * The whole backend in this process: user pool, identity pool, HTTP API, functions and table, each on 127.0.0.1 only.
 * Throws `DataInUse` or `PortTaken`. What was started when something fails is stopped again.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { data, isolation = 'iam', now = Date.now, onFunctionLine = () => {}, onMail = () => {}, onResponse } = options;
  await using starting = new AsyncDisposableStack();
  const serve = async (what: string, port: number, listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    const url = await listening(server, what, port);
    starting.defer(() => closed(server));
    return url;
  };
  const state = starting.use(await openState(data));
  const ids = await identifiers(state);

  const bundling = options.bundle?.(join(data, 'functions'));
  // Awaited below; until then, a failure of it must not count as one that nobody waits for.
  bundling?.catch(() => {});
  const roles = credentialsSealedWith<FunctionRole>(randomBytes(32), 'role');
  const table = starting.use(
    await openTable({
      ...{ folder: join(data, 'table'), tableName, region, port: options.dynamodbPort },
      ...{ credentials: roles, isolation },
    }),
  );
  const names = routes.map((route) => route.function);
  const functions = starting.use(
    startFunctions({
      environment: {
        ISOLATION: isolation,
        AWS_REGION: region,
        AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
        AWS_ENDPOINT_URL_STS: await serve('STS', 0, sts({ credentials: roles, region, functions: names })),
        NOTES_TABLE_NAME: tableName,
        IDENTITY_POOL_ID: ids.identityPoolId,
        USER_POOL_ID: ids.userPoolId,
        ...options.functions,
      },
      bundles: await bundling,
      credentials: roles,
      onLine: onFunctionLine,
    }),
  );

  const credentials = credentialsSealedWith(Buffer.from(ids.sealingKey, 'base64'));
  const pools = await cognitoEndpoint({
    ...{ state, credentials, region, ...ids, settings: localUserPoolSettings, now },
    mail: mailbox(join(data, 'mail.jsonl'), onMail),
  });
  await pools.ensureUser(admin.email, admin.password);
  const cognito = await serve('Cognito', options.cognitoPort, pools.handle);
  const api = await serve(
    'the API',
    options.port,
    httpApi({
      ...{ routes, credentials, region, accountId, apiId: ids.apiId, invoke: functions.invoke, now },
      // Any page may call the API: it cannot sign without the user's credentials.
      cors: { ...cors, allowOrigins: ['*'] },
      ...(onResponse !== undefined && { onResponse }),
    }),
  );

  const outputs: Outputs = {
    Region: region,
    UserPoolId: ids.userPoolId,
    UserPoolClientId: ids.userPoolClientId,
    IdentityPoolId: ids.identityPoolId,
    ApiEndpoint: api,
    CognitoEndpoint: cognito,
    DynamoDbEndpoint: table.endpoint,
    NotesTableName: tableName,
  };
  await writeOutputs(join(data, 'outputs.json'), outputs);

  const started = starting.move();
  return { outputs, [Symbol.asyncDispose]: () => started.disposeAsync() };
};

/** The names of the resources, and the key behind every credential: made once, then kept with the data. */
const identifiers = (state: State) =>
  state.remember('identifiers', () => ({
    userPoolId: `${region}_${randomText(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`,
    userPoolClientId: randomText(26, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    identityPoolId: `${region}:${randomUUID()}`,
    apiId: randomText(10, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    sealingKey: randomBytes(32).toString('base64'),
  }));

const randomText = (length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
