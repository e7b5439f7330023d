import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Caller, IdentityPolicy } from '../adapters/api-gateway/caller.ts';
import type { WriteRules } from '../adapters/api-gateway/endpoints.ts';
import type { HandlerParts, LogLine } from '../adapters/api-gateway/handler.ts';
import { dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { ownerClients } from '../adapters/sts/owner-clients.ts';
import { randomRevisions } from '../adapters/system/random-revisions.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { uuidV7NoteIds } from '../adapters/uuid/uuid-v7-note-ids.ts';
import type { CreateNoteDeps } from '../domain/use-cases/create-note.ts';
import type { NoteStore } from '../ports/note-store.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { leanDynamoDBClient } from './lean-client.ts';
import { patience } from './patience.ts';

export type Dependencies = Omit<CreateNoteDeps, 'store'> & { readonly store: NoteStore } & WriteRules;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the functions share, by their environment: `AWS_REGION`, `NOTES_TABLE_NAME`, `IDENTITY_POOL_ID`, `USER_POOL_ID`; `ISOLATION`,
 * `iam` with the `DATA_ROLE_ARN` to reach an owner's items in, or `application`; `OWNER` (`identity`, the default, or
 * `user-pool-sub`); `REQUIRE_IF_MATCH` and `CONSISTENT_READ` (`true`, or `false`, the default). Credentials are those of the environment, too. A missing or wrong one throws, so that a
 * function that is set up wrongly does not start.
 */
export const wiringOf = (env: Environment): HandlerParts<Dependencies> => {
  const tableName = required(env, 'NOTES_TABLE_NAME');
  const identity: IdentityPolicy = {
    identityPoolId: required(env, 'IDENTITY_POOL_ID'),
    userPoolId: required(env, 'USER_POOL_ID'),
    owner: oneOf(env, 'OWNER', ['identity', 'user-pool-sub'], 'identity'),
  };
  const requireIfMatch = oneOf(env, 'REQUIRE_IF_MATCH', ['true', 'false'], 'false') === 'true';
  const consistentRead = oneOf(env, 'CONSISTENT_READ', ['true', 'false'], 'false') === 'true';
  const clientFor = clientsOf(env);
  return {
    identity,
    log: writeLine,
    clock: systemClock,
    dependencies: (caller, signal) => ({
      store: dynamoNoteStore(clientFor(caller), tableName, { signal, consistentRead }),
      clock: systemClock,
      noteIds: uuidV7NoteIds,
      revisions: randomRevisions,
      requireIfMatch,
    }),
  };
};

/** The client for a caller: with `iam` one that reaches the caller's items only, otherwise one for all. */
const clientsOf = (env: Environment): ((caller: Caller) => DynamoDBClient) => {
  const region = required(env, 'AWS_REGION');
  const shared = leanDynamoDBClient({ ...patience, region, credentials: environmentCredentials });
  if (oneOf(env, 'ISOLATION', ['iam', 'application']) === 'application') {
    return () => shared;
  }
  const config = { ...patience, region, requestHandler: shared.config.requestHandler };
  const roleArn = required(env, 'DATA_ROLE_ARN');
  const sessions = import('./data-role-sessions.ts').then(({ dataRoleSessions }) => dataRoleSessions(roleArn));
  // Awaited by the first request; until then, a failure of it must not count as one that nobody waits for.
  sessions.catch(() => {});
  return ownerClients({
    sessionOf: async (caller) => (await sessions)(caller),
    clientWith: (credentials) => leanDynamoDBClient({ ...config, credentials }),
  });
};

/** Straight to standard output: Lambda's console would put a time and a request id of its own before the JSON. */
const writeLine = (line: LogLine): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const required = (env: Environment, name: string): string => {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

/** One of `allowed`; `otherwise`, if there is such, where the variable is not set. */
const oneOf = <const T extends string>(env: Environment, name: string, allowed: readonly T[], otherwise?: T): T => {
  const value = env[name] ?? otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`The environment variable ${name} must be one of ${allowed.join(', ')}.`);
  return found;
};
