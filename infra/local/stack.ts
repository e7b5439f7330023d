import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { join, resolve } from 'node:path';
import { parseConfig } from '../../src/client/config.ts';
import type { Bundles } from '../bundles.ts';
import type { Template } from '../template/template.ts';
import { addDateHeader, type Listener } from './add-date-header.ts';
import { createAuthorizer, explainDenial } from './authorizer.ts';
import { createCognitoEndpoint } from './cognito/endpoint.ts';
import { createUsers } from './cognito/users.ts';
import { createConsoleRoutes } from './console/routes.ts';
import { createCredentials, type Principal as Identity } from './credentials.ts';
import { createChanges } from './data/changes.ts';
import { loadClock } from './data/clock.ts';
import { expireItems } from './data/expire.ts';
import { type LocalData, openLocalData } from './data/local-data.ts';
import { recoverData } from './data/operations.ts';
import type { Part } from './data/reports.ts';
import { createRequestGate, type RequestGate } from './data/request-gate.ts';
import { seed } from './data/seed.ts';
import { findRole, readRoleName } from './deployment/identities.ts';
import { createLocalDeployment } from './deployment/local-deployment.ts';
import type { AskTable } from './dynamodb/ask-table.ts';
import { createSessionCheck } from './dynamodb/gate.ts';
import { checkTable, openTable } from './dynamodb/table.ts';
import { eraseFromDisk, takeErasedFromDisk } from './erase-from-disk.ts';
import { startFunctions } from './functions.ts';
import { createHttpApi, type HttpApiOptions } from './http-api/http-api.ts';
import { closeServer, listen } from './listen.ts';
import { createMailbox, type Mail } from './mailbox.ts';
import { createMovableClock } from './movable-clock.ts';
import { withOperator, writeOperator } from './operator.ts';
import { locateOutputs, type Outputs, writeOutputs } from './outputs.ts';
import { startWeb, type WebOptions } from './pages/start-web.ts';
import { accountId, type RoleSession } from './roles.ts';
import { type Files, openFiles } from './s3/files.ts';
import { createS3 } from './s3/s3.ts';
import { runSchedules } from './schedules.ts';
import { openState, type State } from './state.ts';
import { createSts } from './sts.ts';
import { type Choices, withDefaultChoices } from './template/local-stage.ts';
import { createTracing, type Tracing } from './trace/tracing.ts';
import type { ExplainedRefusal } from './why/explanation.ts';
import { createExplanations } from './why/kept-explanations.ts';

export interface StackOptions extends Partial<Choices> {
  /** The folder that holds all data. */
  readonly data: string;
  /** Ports of the API, both pools, DynamoDB and S3; 0 for any free port. */
  readonly port: number;
  readonly cognitoPort: number;
  readonly dynamodbPort: number;
  readonly s3Port: number;
  /** Serves the page and the console; absent, neither is served. */
  readonly web?: WebOptions;
  /**
   * Builds the bundles that are deployed into a folder, from which the functions run; absent, the sources run as they
   * are.
   */
  readonly bundle?: (folder: string) => Promise<Bundles>;
  /** Loads the functions at once rather than on their first events. */
  readonly isProvisioned?: boolean;
  /** Environment variables of the functions, which add to or replace those in the template. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Changes the template before it is deployed here, to see what a fault in it does. */
  readonly change?: (template: Template) => void;
  /**
   * Epoch milliseconds, for the pools, the API and S3; the functions go by the machine's clock. Default: `Date.now`.
   * The offset by which the clock was moved is added for all of them.
   */
  readonly now?: () => number;
  /** Called if the template must be synthesized first, which takes some seconds. */
  readonly onSynthesis?: () => void;
  readonly onResponse?: HttpApiOptions['onResponse'];
  readonly onFunctionLine?: (line: string) => void;
  readonly onMail?: (mail: Mail) => void;
  /**
   * Receives an explanation of each refusal, once it is written to `refusals.jsonl` in the folder; absent, nothing is
   * explained.
   */
  readonly onRefusal?: (refusal: ExplainedRefusal) => void;
}

export interface Stack extends AsyncDisposable {
  readonly outputs: Outputs;
  /**
   * Invokes at once, in addition to their schedules, the functions that have one: the sweep of files. Rejects if one
   * fails.
   */
  readonly runSchedules: () => Promise<void>;
  /** Operations on all of the data, and on the clock. */
  readonly local: LocalData;
}

export const region = 'us-east-1';
const tableName = 'notes';
const bucketName = 'owned-notes-files';

/** The user that every new stack has. */
export const admin = { email: 'admin@example.com', password: 'Passw0rd!' };

/**
 * Starts the whole backend in this process from the template of the stage `local`: user pool, identity pool, HTTP API,
 * functions and table, each on 127.0.0.1 only, with IAM in front of each. Throws `DataInUse`, `PortInUse` or
 * `NotDeployable`. If anything fails, stops what was already started.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { data, onFunctionLine = () => {}, onMail = () => {}, onResponse } = options;
  await using starting = new AsyncDisposableStack();
  const state = starting.use(await openState(data));
  await recoverData(data, state);
  const clock = createMovableClock(options.now ?? Date.now);
  await loadClock(state, clock);
  const { now, ofThreads } = clock;
  const serve = async (what: string, port: number, listener: RequestListener, options = {}): Promise<string> => {
    const server = createServer(options, addDateHeader(clock.now, listener));
    const url = await listen(server, what, port);
    starting.defer(() => closeServer(server));
    return url;
  };
  const doors = { outer: createRequestGate(), inner: createRequestGate() };
  const changed = createChanges();
  const behind = (which: RequestGate, part: Part, listener: Listener): RequestListener =>
    which.behind(changed.counting(part, listener));
  const ids = await rememberIdentifiers(state);
  await takeErasedFromDisk(state, join(data, 'table'));

  const bundling = options.bundle?.(join(data, 'functions'));
  // Awaited below. Until then, a failure must not count as an unhandled rejection.
  bundling?.catch(() => {});
  const { change, onSynthesis } = options;
  const deployment = withOperator(
    await createLocalDeployment(
      { ...ids, accountId, region, tableName, bucketName },
      { choices: options, change, onSynthesis },
    ),
  );
  const { api, functions: deployedFunctions, users } = deployment;
  const { owner, isolation } = withDefaultChoices(options);
  const tell = (refusal: ExplainedRefusal): void => {
    traced?.explain(refusal);
    options.onRefusal?.(refusal);
  };
  const outputsFile = locateOutputs(resolve(data));
  const why = starting.use(
    createExplanations({
      ...{ data, deployment, owner, outputsFile },
      tell: (options.onRefusal || options.web) && tell,
      ...{
        authorizer: createAuthorizer(deployment),
        credentials: createCredentials(Buffer.from(ids.sealingKey, 'base64')),
      },
    }),
  );
  const { explained } = why;
  const parts = { ...why, roles: createCredentials<RoleSession>(randomBytes(32), 'role') };
  // Only the console shows traces.
  const traced =
    options.web && createTracing({ ...parts, ...createEmailFinder(state), identityPolicy: { ...ids, owner }, now });
  const { authorizer, credentials, roles } = traced ?? parts;
  await writeOperator(data, deployment, roles, now);
  const table = starting.use(
    await openTable({
      ...{ folder: join(data, 'table'), table: deployment.table, region, port: options.dynamodbPort, now: ofThreads },
      sessions: [
        createSessionCheck(roles, (session, ...asked) => explainDenial(authorizer.askTable(session, ...asked))),
        createSessionCheck(credentials, (identity, ...asked) =>
          explainDenial(authorizer.askTableAsUser(identity, ...asked)),
        ),
      ],
      ...{ onRefusal: explained?.onSignatureRefused, onAnswered: traced?.onTableAnswered },
      through: (listener) =>
        addDateHeader(ofThreads, recordThrough(traced?.table, behind(doors.inner, 'table', listener))),
    }),
  );
  const { bucket } = deployment;
  let stored = bucket && (await openFiles(join(data, 'files')));
  const files = bucket && {
    BucketName: bucket.name,
    S3Endpoint: await serve(
      'S3',
      options.s3Port,
      recordThrough(
        traced?.files,
        behind(
          doors.inner,
          'files',
          createS3<Identity | RoleSession>(() => stored as Files, {
            ...{ bucket: bucket.name, region, accountId, now },
            ...{ credentials: [credentials, roles], cors: bucket.cors },
            denial: (who, asking) =>
              explainDenial(
                'roleArn' in who ? authorizer.askBucket(who, asking) : authorizer.askBucketAsUser(who, asking),
              ),
            ...{ onRefusal: explained?.onS3Refusal, onAnswered: traced?.onFilesAnswered, onSigned: traced?.onSigned },
          }),
        ),
      ),
      // An upload may take any time; `s3` disconnects a client that stops sending.
      { requestTimeout: 0 },
    ),
  };
  const stsOptions = { credentials: roles, region, takeRole: authorizer.takeRole, now: ofThreads };
  const stsListener = createSts({ ...stsOptions, onRefusal: explained?.onSignatureRefused });
  const stsEndpoint = await serve('STS', 0, recordThrough(traced?.sts, doors.inner.behind(stsListener)));
  const functions = starting.use(
    startFunctions({
      functions: deployedFunctions.values(),
      environment: {
        AWS_REGION: region,
        AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
        ...(files && { AWS_ENDPOINT_URL_S3: files.S3Endpoint }),
        AWS_ENDPOINT_URL_STS: stsEndpoint,
        ...options.environment,
      },
      bundles: await bundling,
      credentials: roles,
      clock: clock.shared,
      isProvisioned: options.isProvisioned,
      onLine: (line) => {
        why.onFunctionLine(line);
        onFunctionLine(line);
      },
    }),
  );

  const mailFile = join(data, 'mail.jsonl');
  const pools = await createCognitoEndpoint({
    ...{ state, credentials, region, ...ids, settings: users, now },
    deviceNow: options.now ?? Date.now,
    admission: {
      guests: deployment.identityPool.guests,
      takesRole: (identity) => authorizer.takeRoleOfPool(identity).allowed,
    },
    mail: createMailbox(
      mailFile,
      (mail) => {
        changed.happened('mail');
        onMail(mail);
      },
      now,
    ),
    onIdentityDeleted: (identityId) => Promise.all([why.forget(identityId), eraseFromDisk(state)]),
    onOperation: traced?.onOperation,
  });
  await pools.ensureUser(admin.email, admin.password);
  const cognito = await serve('Cognito', options.cognitoPort, behind(doors.outer, 'users', pools.handle));
  const invoke = (functionArn: string, event: unknown, denied: string | undefined): Promise<unknown> => {
    const run = (traceId?: string) =>
      denied === undefined
        ? // The gate counts it until it ends, even when nobody waits for it any more.
          doors.outer.goingOn(functions.invoke(functionArn, event, traceId))
        : Promise.reject(new Error(denied));
    return traced?.invoked(nameOf(functionArn), event, run) ?? run();
  };
  const nameOf = (functionArn: string): string => String(deployedFunctions.get(functionArn)?.code);
  const apiEndpoint = await serve(
    'the API',
    options.port,
    recordThrough(
      traced?.api,
      behind(
        doors.outer,
        'table',
        createHttpApi({
          ...{ credentials, region, accountId, apiId: ids.apiId, now, ...api },
          roleOf: (identity) => readRoleName(findRole(deployment, identity)),
          denial: (identity, call) => explainDenial(authorizer.invokeRoute(identity, call)),
          invoke: ({ functionArn, routeKey }, event) =>
            invoke(functionArn, event, explainDenial(authorizer.invokeFunction(functionArn, routeKey))),
          ...(onResponse !== undefined && { onResponse }),
          ...{ onRefusal: explained?.onRefusal, onAnswered: traced?.onAnswered, onSigned: traced?.onSigned },
        }),
      ),
    ),
  );
  const schedules = starting.use(
    runSchedules(
      deployment.schedules,
      ({ functionArn, ruleArn }) => {
        const run = () => invoke(functionArn, {}, explainDenial(authorizer.invokeBySchedule(functionArn, ruleArn)));
        return doors.outer.enter(() => traced?.scheduled(nameOf(functionArn), run) ?? run());
      },
      now,
    ),
  );
  const web = options.web && starting.use(await startWeb(options.web));
  why.run({ apiEndpoint, dynamoDbEndpoint: table.endpoint, others: [stsEndpoint, files?.S3Endpoint] });

  const outputs: Outputs = {
    Region: region,
    UserPoolId: ids.userPoolId,
    UserPoolClientId: ids.userPoolClientId,
    IdentityPoolId: ids.identityPoolId,
    ApiEndpoint: apiEndpoint,
    CognitoEndpoint: cognito,
    DynamoDbEndpoint: table.endpoint,
    NotesTableName: tableName,
    ...files,
    ...web?.outputs,
  };
  const { timeToLive } = deployment.table;
  const askTable: AskTable = (...asked) => doors.inner.enter(() => table.ask(...asked));
  // Once the operations on the data have ended, in the order of disposal: gates that are still shut stay shut.
  starting.defer(() => {
    for (const gate of [doors.outer, doors.inner]) gate.turnAway();
  });
  const local = starting.use(
    openLocalData({
      ...{ data, ids, state, doors, clock, schedules, changes: changed, letGoOfTable: table.letGo },
      checkTable: (folder) => checkTable(folder, deployment.table),
      onExchanged: async () => {
        stored = stored && (await openFiles(join(data, 'files')));
        await pools.ensureUser(admin.email, admin.password);
      },
      expire: async () =>
        timeToLive === undefined ? 0 : expireItems(askTable, { ...deployment.table, timeToLive }, ofThreads()),
      seed: async () => {
        const config = parseConfig(outputs);
        if (config.isErr()) throw new Error(config.error.reason);
        return seed({ config: config.value, ensureUser: pools.ensureUser, now });
      },
    }),
  );
  const watchedData = {
    ...{ local, askTable, table: deployment.table, files: () => stored, mailFile },
    ...{ users: pools.users, identityOf: pools.identityOf },
    ownerOf: (sub: string) => (owner === 'identity' ? pools.identityOf(sub) : sub),
  };
  // As if it were a request: an exchange of the data waits for it or holds it up, and whoever watches users is told.
  const ensureUser: typeof pools.ensureUser = async (...user) => {
    await doors.outer.enter(() => pools.ensureUser(...user));
    changed.happened('users');
  };
  web?.run({
    outputs,
    routes: createConsoleRoutes({
      outputs,
      outputsFile,
      choices: { isolation, owner },
      traced,
      state,
      credentials,
      now,
      ensureUser,
      data: watchedData,
    }),
  });
  await writeOutputs(join(data, 'outputs.json'), outputs);

  const started = starting.move();
  return { outputs, runSchedules: schedules.runNow, local, [Symbol.asyncDispose]: () => started.disposeAsync() };
};

const recordThrough = (recorded: Tracing['api'] | undefined, listener: RequestListener): RequestListener =>
  recorded?.(listener) ?? listener;

const createEmailFinder = (state: State) => ({
  findEmail: async (sub: string) => (await createUsers(state).find(sub))?.email,
});

/** The identifiers of the resources, and the key behind every credential: made once, then kept with the data. */
const rememberIdentifiers = (state: State) =>
  state.remember('identifiers', () => ({
    userPoolId: `${region}_${drawText(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`,
    userPoolClientId: drawText(26, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    identityPoolId: `${region}:${randomUUID()}`,
    apiId: drawText(10, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    sealingKey: randomBytes(32).toString('base64'),
  }));

const drawText = (length: number, alphabet: string): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
