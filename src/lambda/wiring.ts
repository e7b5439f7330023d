import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Caller } from '../adapters/api-gateway/caller.ts';
import type { HandlerParts } from '../adapters/api-gateway/handler.ts';
import { dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { ownerClients } from '../adapters/sts/owner-clients.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { leanDynamoDBClient } from './lean-client.ts';
import { type Dependencies, partsOf, type StoreFor } from './parts.ts';
import { patience } from './patience.ts';
import { type Environment, type Settings, settingsOf } from './settings.ts';

/**
 * What the functions share, by their environment: `AWS_REGION`, `NOTES_TABLE_NAME`, `IDENTITY_POOL_ID`, `USER_POOL_ID`; `ISOLATION`,
 * `iam` with the `DATA_ROLE_ARN` to reach an owner's items in, or `application`; `OWNER` (`identity`, the default, or
 * `user-pool-sub`); `REQUIRE_IF_MATCH` and `CONSISTENT_READ` (`true`, or `false`, the default). Credentials are those of the environment, too.
 */
export const wiringOf = (env: Environment): HandlerParts<Dependencies> => {
  const settings = settingsOf(env);
  return partsOf(settings, storesOf(settings));
};

/** A store in the deployment's table for each caller. */
export const storesOf = (settings: Settings): StoreFor => {
  const clientFor = clientsOf(settings);
  const { tableName, consistentRead } = settings;
  return (caller, signal) => dynamoNoteStore(clientFor(caller), tableName, { signal, consistentRead });
};

/** The client for a caller: with a data role one that reaches the caller's items only, otherwise one for all. */
const clientsOf = ({ region, dataRoleArn }: Settings): ((caller: Caller) => DynamoDBClient) => {
  const shared = leanDynamoDBClient({ ...patience, region, credentials: environmentCredentials });
  if (dataRoleArn === undefined) return () => shared;
  const config = { ...patience, region, requestHandler: shared.config.requestHandler };
  const sessions = import('./data-role-sessions.ts').then(({ dataRoleSessions }) => dataRoleSessions(dataRoleArn));
  // Awaited by the first request; until then, a failure of it must not count as one that nobody waits for.
  sessions.catch(() => {});
  return ownerClients({
    sessionOf: async (caller) => (await sessions)(caller),
    clientWith: (credentials) => leanDynamoDBClient({ ...config, credentials }),
  });
};
