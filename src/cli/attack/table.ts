import { formatAwsHost } from '../../aws/domains.ts';
import type { NotesConfig } from '../../client/config.ts';
import { isRecord, isText } from '../../client/shapes.ts';
import type { Chain } from './chain.ts';

/**
 * Finds the table of the notes in a deployment's outputs; those of a local stack also contain its DynamoDB endpoint.
 */
export const findTable = (outputs: unknown, { region, cognitoEndpoint }: NotesConfig): Chain['table'] => {
  if (!isRecord(outputs)) return undefined;
  const stack = [outputs, ...Object.values(outputs).filter(isRecord)].find((each) => isText(each.NotesTableName));
  const { NotesTableName: name, DynamoDbEndpoint: local } = stack ?? {};
  if (!isText(name)) return undefined;
  if (isText(local) && /^https?:\/\//.test(local)) return { name, endpoint: local };
  // A local stack's table is on the same machine; without an endpoint it cannot be found.
  return cognitoEndpoint === undefined ? { name, endpoint: `https://${formatAwsHost('dynamodb', region)}` } : undefined;
};
