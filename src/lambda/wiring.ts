import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { IdentityPolicy } from '../adapters/api-gateway/caller.ts';
import type { WriteRules } from '../adapters/api-gateway/endpoints.ts';
import type { HandlerParts, LogLine } from '../adapters/api-gateway/handler.ts';
import { dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { randomRevisions } from '../adapters/system/random-revisions.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { uuidV7NoteIds } from '../adapters/uuid/uuid-v7-note-ids.ts';
import type { CreateNoteDeps } from '../domain/use-cases/create-note.ts';
import type { NoteStore } from '../ports/note-store.ts';

export type Dependencies = Omit<CreateNoteDeps, 'store'> & { readonly store: NoteStore } & WriteRules;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the functions share, by their environment: `NOTES_TABLE_NAME`, `IDENTITY_POOL_ID`, `USER_POOL_ID`, `OWNER`
 * (`identity`, the default, or `user-pool-sub`) and `REQUIRE_IF_MATCH` (`true` or `false`, the default). A missing or
 * wrong one throws, so that a function that is set up wrongly does not start.
 */
export const wiringOf = (env: Environment): HandlerParts<Dependencies> => {
  const tableName = required(env, 'NOTES_TABLE_NAME');
  const identity: IdentityPolicy = {
    identityPoolId: required(env, 'IDENTITY_POOL_ID'),
    userPoolId: required(env, 'USER_POOL_ID'),
    owner: choice(env, 'OWNER', ['identity', 'user-pool-sub']),
  };
  const requireIfMatch = choice(env, 'REQUIRE_IF_MATCH', ['false', 'true']) === 'true';
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    }),
  );
  return {
    identity,
    log: writeLine,
    clock: systemClock,
    dependencies: (signal) => ({
      store: dynamoNoteStore(client, tableName, { signal }),
      clock: systemClock,
      noteIds: uuidV7NoteIds,
      revisions: randomRevisions,
      requireIfMatch,
    }),
  };
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

/** One of `allowed`, the first where the variable is not set. */
const choice = <const T extends string>(env: Environment, name: string, allowed: readonly [T, ...T[]]): T => {
  const value = env[name] ?? allowed[0];
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`The environment variable ${name} must be one of ${allowed.join(', ')}.`);
  return found;
};
