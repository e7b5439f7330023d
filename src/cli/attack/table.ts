import { awsHost } from '../../aws/domains.ts';
import type { NotesConfig } from '../../client/config.ts';
import { isRecord, isText } from '../../client/shapes.ts';
import type { Chain } from './chain.ts';

/** Where the notes are kept, by the outputs of a deployment; a stack on one machine says where its DynamoDB is, too. */
export const findTable = (outputs: unknown, { region, cognitoEndpoint }: NotesConfig): Chain['table'] => {
  if (!isRecord(outputs)) return undefined;
  const stack = [outputs, ...Object.values(outputs).filter(isRecord)].find((each) => isText(each.NotesTableName));
  const { NotesTableName: name, DynamoDbEndpoint: local } = stack ?? {};
  if (!isText(name)) return undefined;
  if (isText(local) && /^https?:\/\//.test(local)) return { name, endpoint: local };
  // Its table is on the same machine, or nowhere that is known.
  return cognitoEndpoint === undefined ? { name, endpoint: `https://${awsHost('dynamodb', region)}` } : undefined;
};
