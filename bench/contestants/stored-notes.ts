import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { v7 as uuid } from 'uuid';
import type { Draft } from './draft-schema.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.NOTES_TABLE_NAME;

// All frameworks share this, as none brings a client: each operation is one call of the document client.

export const putNote = async (userId: string, draft: Draft) => {
  const item = { userId, noteId: uuid(), ...draft, createdAt: Date.now() };
  await client.send(new PutCommand({ TableName, Item: item }));
  return item;
};

export const getNote = async (userId: string, noteId: string) =>
  (await client.send(new GetCommand({ TableName, Key: { userId, noteId } }))).Item;

export const queryNotes = async (userId: string) => {
  const { Items: items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'userId = :userId',
      ExpressionAttributeValues: { ':userId': userId },
    }),
  );
  return items;
};

export const updateNote = async (userId: string, noteId: string, { content, attachment }: Draft) => {
  const { Attributes: item } = await client.send(
    new UpdateCommand({
      TableName,
      Key: { userId, noteId },
      UpdateExpression: 'SET content = :content, attachment = :attachment',
      ExpressionAttributeValues: { ':content': content, ':attachment': attachment ?? null },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return item;
};

export const deleteNote = async (userId: string, noteId: string): Promise<void> => {
  await client.send(new DeleteCommand({ TableName, Key: { userId, noteId } }));
};
