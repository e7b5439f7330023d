import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { routes } from '../../src/lambda/routes.ts';
import { cognitoEndpoint } from './cognito/endpoint.ts';
import { credentialsSealedWith } from './credentials.ts';
import { startFunctions } from './functions.ts';
import { type HttpApiOptions, httpApi } from './http-api/http-api.ts';
import { closed, listening } from './listening.ts';
import { type Mail, mailbox } from './mailbox.ts';
import { type Outputs, writeOutputs } from './outputs.ts';
import { openState, type State } from './state.ts';
import { localCredentials, openTable } from './table.ts';

export interface StackOptions {
  /** The folder that everything is kept in. */
  readonly data: string;
  /** Ports of the API, of both pools, and of DynamoDB; 0 for any. */
  readonly port: number;
  readonly cognitoPort: number;
  readonly dynamodbPort: number;
  /** Settings of the functions: `OWNER`, `REQUIRE_IF_MATCH`. */
  readonly functions?: Readonly<Record<string, string>>;
  readonly onResponse?: HttpApiOptions['onResponse'];
  readonly onFunctionLine?: (line: string) => void;
  readonly onMail?: (mail: Mail) => void;
}

export interface Stack extends AsyncDisposable {
  readonly outputs: Outputs;
}

export const region = 'us-east-1';
const tableName = 'notes';
/** A made-up account, of the form that AWS's documentation uses. */
const accountId = '123456789012';

/** The user that every new stack has. */
export const admin = { email: 'admin@example.com', password: 'Passw0rd!' };

/** Milliseconds; an HTTP API gives up at 30,000. */
const functionTimeout = 10_000;

/**
 * The whole backend in this process: user pool, identity pool, HTTP API, functions and table, each on 127.0.0.1 only.
 * Throws `DataInUse` or `PortTaken`. What was started when something fails is stopped again.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { data } = options;
  await using starting = new AsyncDisposableStack();
  const state = starting.use(await openState(data));
  const ids = await identifiers(state);
  const credentials = credentialsSealedWith(Buffer.from(ids.sealingKey, 'base64'));

  const table = starting.use(
    await openTable({ folder: join(data, 'table'), tableName, region, port: options.dynamodbPort }),
  );
  const functions = starting.use(
    await startFunctions({
      environment: {
        ...options.functions,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
        AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
        NOTES_TABLE_NAME: tableName,
        IDENTITY_POOL_ID: ids.identityPoolId,
        USER_POOL_ID: ids.userPoolId,
      },
      timeout: functionTimeout,
      onLine: options.onFunctionLine ?? (() => {}),
    }),
  );

  const pools = await cognitoEndpoint({
    state,
    credentials,
    region,
    ...ids,
    mail: mailbox(join(data, 'mail.jsonl'), options.onMail ?? (() => {})),
  });
  await pools.ensureUser(admin.email, admin.password);
  const cognitoServer = createServer(pools.handle);
  const cognito = await listening(cognitoServer, 'Cognito', options.cognitoPort);
  starting.defer(() => closed(cognitoServer));

  const apiServer = createServer(
    httpApi({
      routes,
      credentials,
      region,
      accountId,
      apiId: ids.apiId,
      invoke: functions.invoke,
      cors,
      ...(options.onResponse !== undefined && { onResponse: options.onResponse }),
    }),
  );
  const api = await listening(apiServer, 'the API', options.port);
  starting.defer(() => closed(apiServer));

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

/** Any page may call the API: it cannot sign without the user's credentials. */
const cors = {
  allowOrigins: ['*'],
  allowMethods: [...new Set(routes.map(({ method }) => method))],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'x-amz-content-sha256',
    'x-amz-date',
    'x-amz-security-token',
  ],
  exposeHeaders: ['apigw-requestid', 'etag', 'link', 'location', 'retry-after'],
  maxAge: 3600,
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
