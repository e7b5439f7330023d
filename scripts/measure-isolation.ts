/**
 * Compares the cost of isolation `iam` with `application` in a single run: the deployed bundle of the list function, on
 * the local table with its local STS and IAM, from an event to its answer.
 *
 * Rounds are interleaved, so that both see the same noise. Only ratios and differences mean something: here STS is a
 * loopback away, on AWS some 10 to 50 ms.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunctions } from '../infra/bundles.ts';
import { openTable } from '../infra/local/dynamodb/table.ts';
import { createLocalFunction } from '../infra/local/function.ts';
import { closeServer, listen } from '../infra/local/listen.ts';
import { readDeployedRoles } from '../test/kit/deployed-roles.ts';
import { createEvent, identityPoolId, userPoolId } from '../test/kit/event.ts';

const rounds = Number(process.argv[2] ?? 30);
const warmInARound = 20;
const region = 'us-east-1';
const isolations = ['application', 'iam'] as const;
const kinds = [
  'a new environment, to its first answer',
  'an owner new to the environment',
  'an owner it has seen',
] as const;
type Kind = (typeof kinds)[number];

let owners = 0;
const createOwner = (): string => `${region}:7c9e6679-7425-40de-944b-${String(owners++).padStart(12, '0')}`;

/** Sets up the list function's surroundings with one isolation; `environment` creates a new execution environment. */
const world = async (isolation: (typeof isolations)[number], module: string) => {
  const roles = await readDeployedRoles(isolation);
  const table = await openTable({ table: roles.deployment.table, region, port: 0, sessions: roles.sessions });
  const server = createServer(roles.sts());
  const stsEndpoint = await listen(server, 'STS', 0);
  const execution = roles.issueKeys(roles.execution('list'));
  return {
    environment: () =>
      createLocalFunction({
        module,
        timeout: 10_000,
        onLine: () => {},
        environment: {
          ISOLATION: isolation,
          ...(isolation === 'iam' && { DATA_ROLE_ARN: roles.dataRoleArn('list') }),
          NOTES_TABLE_NAME: 'notes',
          IDENTITY_POOL_ID: identityPoolId,
          USER_POOL_ID: userPoolId,
          AWS_REGION: region,
          AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
          AWS_ENDPOINT_URL_STS: stsEndpoint,
          AWS_ACCESS_KEY_ID: execution.accessKeyId,
          AWS_SECRET_ACCESS_KEY: execution.secretAccessKey,
          AWS_SESSION_TOKEN: execution.sessionToken,
        },
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await closeServer(server);
      await table[Symbol.asyncDispose]();
    },
  };
};

const createTimes = (): Record<Kind, number[]> => ({ [kinds[0]]: [], [kinds[1]]: [], [kinds[2]]: [] });
const times = { application: createTimes(), iam: createTimes() };

const folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
try {
  const module = pathToFileURL(join((await bundleFunctions(folder)).list, 'index.mjs')).href;
  await using application = await world('application', module);
  await using iam = await world('iam', module);
  const worlds = { application, iam };
  for (let round = 0; round < rounds; round++) {
    for (const isolation of round % 2 === 0 ? isolations : isolations.toReversed()) {
      const started = performance.now();
      await using environment = worlds[isolation].environment();
      const list = async (identityId: string, kind: Kind, from = performance.now()) => {
        const answer = await environment.invoke(createEvent({ routeKey: 'GET /notes', identityId }));
        if (!JSON.stringify(answer).includes('"statusCode":200')) throw new Error(JSON.stringify(answer));
        times[isolation][kind].push(performance.now() - from);
      };
      await list(createOwner(), kinds[0], started);
      const owner = createOwner();
      await list(owner, kinds[1]);
      for (let i = 0; i < warmInARound; i++) await list(owner, kinds[2]);
    }
    process.stderr.write(`\rround ${round + 1} of ${rounds}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? Number.NaN;
const formatCell = (values: readonly number[]): string => {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(values, q).toFixed(1));
  return `${middle} (${low}–${high})`;
};

process.stderr.write('\n');
console.log(
  '| a list, of no notes, for | `application`, ms: median (quartiles) | `iam`, ms: median (quartiles) | ratio |',
);
console.log('|---|---|---|---|');
for (const kind of kinds) {
  const ratio = quantile(times.iam[kind], 0.5) / quantile(times.application[kind], 0.5);
  console.log(
    `| ${kind} | ${formatCell(times.application[kind])} | ${formatCell(times.iam[kind])} | ${ratio.toFixed(2)} |`,
  );
}
