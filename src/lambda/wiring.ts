import type { Caller } from '../adapters/api-gateway/caller.ts';
import type { HandlerParts } from '../adapters/api-gateway/handler.ts';
import { createDynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import type { DynamoDB } from '../adapters/dynamodb/dynamodb.ts';
import { createCredentialsCache } from '../aws/credentials.ts';
import { readEnvironmentCredentials } from '../aws/environment-credentials.ts';
import { createServiceAt } from '../aws/service-client.ts';
import { createAssumeRole } from '../aws/sts.ts';
import { createWireDynamoDB } from '../aws/wire-dynamodb.ts';
import { createHandlerParts, type NoteDependencies, type StoreFor } from './handler-parts.ts';
import { createOwnerClients } from './owner-clients.ts';
import { createOwnerSessions } from './owner-sessions.ts';
import { patience } from './patience.ts';
import { type Environment, readSettings, type Settings } from './settings.ts';

/**
 * Wires what the functions share from their environment: `AWS_REGION`, `NOTES_TABLE_NAME`, `IDENTITY_POOL_ID`,
 * `USER_POOL_ID`; `ISOLATION`, either `iam`, with the `DATA_ROLE_ARN` of the role that reaches an owner's items, or
 * `application`; `OWNER` (`identity`, the default, or `user-pool-sub`); `REQUIRE_IF_MATCH` and `CONSISTENT_READ`
 * (`true`, or `false`, the default). Credentials come from the environment, and so do the endpoints, which
 * `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_STS` may set.
 *
 * @example
 * export const handler = createNotesHandler(wireHandler(process.env), handleCreate);
 */
export const wireHandler = (env: Environment): HandlerParts<NoteDependencies> => {
  const settings = readSettings(env);
  return createHandlerParts(settings, createStores(settings));
};

/** Creates a store in the deployment's table for each caller. */
const createStores = (settings: Settings): StoreFor => {
  const clientFor = createClients(settings);
  const { tableName, consistentRead } = settings;
  return (caller, signal) => createDynamoNoteStore(clientFor(caller), tableName, { signal, consistentRead });
};

/**
 * Returns the client for a caller: with a data role, one that reaches only the caller's items; otherwise, one shared by
 * all.
 */
const createClients = ({ region, endpoints, dataRoleArn }: Settings): ((caller: Caller) => DynamoDB) => {
  const at = (service: 'dynamodb' | 'sts') =>
    createServiceAt({ ...patience, endpoint: endpoints[service], region, service });
  const table = at('dynamodb');
  if (dataRoleArn === undefined) {
    const shared = createWireDynamoDB(table(readEnvironmentCredentials));
    return () => shared;
  }
  const assumeOwnerRole = createOwnerSessions({
    assumeRole: createAssumeRole(at('sts')(readEnvironmentCredentials)),
    roleArn: dataRoleArn,
  });
  return createOwnerClients({
    clientFor: (caller) => createWireDynamoDB(table(createCredentialsCache(() => assumeOwnerRole(caller)))),
  });
};
