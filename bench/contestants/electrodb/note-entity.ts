import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'electrodb';
import { v7 as uuid } from 'uuid';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The entity uses the table's own keys, so that items have the same keys as every other contestant's. */
export const Note = new Entity(
  {
    model: { entity: 'note', version: '1', service: 'notes' },
    attributes: {
      userId: { type: 'string', required: true },
      noteId: { type: 'string', required: true, default: () => uuid() },
      content: { type: 'string', required: true },
      attachment: { type: 'string' },
      createdAt: { type: 'number', required: true, default: () => Date.now() },
    },
    indexes: {
      ofUser: {
        pk: { field: 'userId', composite: ['userId'], casing: 'none' },
        sk: { field: 'noteId', composite: ['noteId'], casing: 'none' },
      },
    },
  },
  { client, table: process.env.NOTES_TABLE_NAME ?? 'notes' },
);
