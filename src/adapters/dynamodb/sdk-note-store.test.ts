import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test, vi } from 'vitest';
import type { DynamoDB } from './dynamodb.ts';
import { createSdkDynamoDB } from './sdk-dynamodb.ts';
import { createLazyDynamoNoteStore } from './sdk-note-store.ts';

vi.mock('./sdk-dynamodb.ts', { spy: true });

test('the package’s note store loads the SDK at its first call, once, and uses the given client', async () => {
  const client = new DynamoDBClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } });
  const { signal } = new AbortController();
  const store = createLazyDynamoNoteStore(client, 'table', { signal });
  expect(createSdkDynamoDB).not.toHaveBeenCalled();

  const asked: unknown[] = [];
  vi.mocked(createSdkDynamoDB).mockReturnValue((async (...given: unknown[]) => {
    asked.push(given);
    throw new Error('for somebody to look at');
  }) as unknown as DynamoDB);
  for (const owner of ['ann', 'bob'])
    await expect(store.list(owner as never, { limit: 1 })).rejects.toThrow('for somebody to look at');
  expect(vi.mocked(createSdkDynamoDB).mock.calls).toEqual([[client]]);
  expect(asked).toEqual(
    ['ann', 'bob'].map((owner) => [
      'Query',
      expect.objectContaining({ TableName: 'table', ExpressionAttributeValues: { ':owner': { S: owner } } }),
      signal,
    ]),
  );
});
