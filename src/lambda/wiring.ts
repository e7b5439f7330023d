import type { Caller } from '../adapters/api-gateway/caller.ts';
import type { HandlerParts } from '../adapters/api-gateway/handler.ts';
import { dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import type { DynamoDB } from '../adapters/dynamodb/dynamodb.ts';
import { remembered } from '../aws/credentials.ts';
import { environmentCredentials } from '../aws/environment-credentials.ts';
import { serviceAt } from '../aws/service-client.ts';
import { assumeRole } from '../aws/sts.ts';
import { wireDynamoDB } from '../aws/wire-dynamodb.ts';
import { ownerClients } from './owner-clients.ts';
import { ownerSessions } from './owner-sessions.ts';
import { type Dependencies, partsOf, type StoreFor } from './parts.ts';
import { patience } from './patience.ts';
import { type Environment, type Settings, settingsOf } from './settings.ts';

/**
 * What the functions share, by their environment: `AWS_REGION`, `NOTES_TABLE_NAME`, `IDENTITY_POOL_ID`, `USER_POOL_ID`; `ISOLATION`,
 * `iam` with the `DATA_ROLE_ARN` to reach an owner's items in, or `application`; `OWNER` (`identity`, the default, or
 * `user-pool-sub`); `REQUIRE_IF_MATCH` and `CONSISTENT_READ` (`true`, or `false`, the default). Credentials are those of the
 * environment, and so are the endpoints that `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_STS` may name.
 *
 * @example
 * export const handler = notesHandler(wiringOf(process.env), create);
 */
export const wiringOf = (env: Environment): HandlerParts<Dependencies> => {
  const settings = settingsOf(env);
  return partsOf(settings, storesOf(settings));
};

/** A store in the deployment's table for each caller. */
const storesOf = (settings: Settings): StoreFor => {
  const clientFor = clientsOf(settings);
  const { tableName, consistentRead } = settings;
  return (caller, signal) => dynamoNoteStore(clientFor(caller), tableName, { signal, consistentRead });
};

/** The client for a caller: with a data role one that reaches the caller's items only, otherwise one for all. */
const clientsOf = ({ region, endpoints, dataRoleArn }: Settings): ((caller: Caller) => DynamoDB) => {
  const at = (service: 'dynamodb' | 'sts') => serviceAt({ ...patience, endpoint: endpoints[service], region, service });
  const table = at('dynamodb');
  if (dataRoleArn === undefined) {
    const shared = wireDynamoDB(table(environmentCredentials));
    return () => shared;
  }
  const sessionOf = ownerSessions({ assumeRole: assumeRole(at('sts')(environmentCredentials)), roleArn: dataRoleArn });
  return ownerClients({ clientFor: (caller) => wireDynamoDB(table(remembered(() => sessionOf(caller)))) });
};
