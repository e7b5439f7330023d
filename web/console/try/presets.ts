import type { TryRequest, TryService, TryUser } from '../../../infra/local/try/tried.ts';

export const services: Readonly<Record<TryService, string>> = {
  'execute-api': 'Notes (the API)',
  s3: 'Files (S3)',
  dynamodb: 'The table itself (DynamoDB)',
};

interface Places {
  readonly user: TryUser;
  /** The user whose notes or files are asked for, if there are two users. */
  readonly other: TryUser | undefined;
  readonly bucket: string;
  readonly table: string;
}

export interface Preset {
  readonly title: string;
  readonly request: (places: Places) => TryRequest;
}

const json = [['content-type', 'application/json']] as const;
const anyNote = '0192d3c4-0000-7000-8000-000000000001';

const createNotesPreset = (title: string, method: string, path: string, body = ''): Preset => ({
  title,
  request: () => ({ service: 'execute-api', method, path, headers: body === '' ? [] : json, body }),
});

const toTable = (operation: string, body: object): TryRequest => ({
  ...{ service: 'dynamodb', method: 'POST', path: '/', body: JSON.stringify(body, null, 2) },
  headers: [
    ['content-type', 'application/x-amz-json-1.0'],
    ['x-amz-target', `DynamoDB_20120810.${operation}`],
  ],
});

/** Requests to start with. */
export const presets: Readonly<Record<TryService, readonly [Preset, ...Preset[]]>> = {
  'execute-api': [
    createNotesPreset('Create a note', 'POST', '/notes', '{"content":"mine"}'),
    createNotesPreset('List notes', 'GET', '/notes'),
    createNotesPreset('Get a note', 'GET', `/notes/${anyNote}`),
    createNotesPreset('Change a note', 'PUT', `/notes/${anyNote}`, '{"content":"changed"}'),
    createNotesPreset('Delete a note', 'DELETE', `/notes/${anyNote}`),
  ],
  s3: [
    {
      title: 'Put a file below your own prefix',
      request: ({ user, bucket }) => ({
        ...{
          service: 's3',
          method: 'PUT',
          path: `/${bucket}/private/${encodeURIComponent(user.identityId)}/hello.txt`,
        },
        ...{ headers: [['content-type', 'text/plain']], body: 'hello' },
      }),
    },
    {
      title: 'Get the file that is below the first user’s prefix',
      request: ({ user, bucket }) => ({
        ...{
          service: 's3',
          method: 'GET',
          path: `/${bucket}/private/${encodeURIComponent(user.identityId)}/hello.txt`,
        },
        ...{ headers: [], body: '' },
      }),
    },
  ],
  dynamodb: [
    {
      title: 'Query below the first user’s key',
      request: ({ user, table }) =>
        toTable('Query', {
          TableName: table,
          KeyConditionExpression: 'userId = :owner',
          ExpressionAttributeValues: { ':owner': { S: user.owner } },
        }),
    },
    { title: 'Scan all', request: ({ table }) => toTable('Scan', { TableName: table }) },
  ],
};
