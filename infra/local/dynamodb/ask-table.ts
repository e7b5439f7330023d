import type { RequestListener } from 'node:http';
import { askDynalite } from './dynalite-call.ts';

/** What whoever runs the stack asks of the table, in DynamoDB's protocol. Throws what DynamoDB refuses, by its name. */
export type AskTable = (operation: string, input: object) => Promise<TableAnswer>;

/** As far as it is read here. */
export interface TableAnswer {
  readonly Items?: readonly AttributeMap[];
  readonly LastEvaluatedKey?: AttributeMap;
  readonly Count?: number;
  readonly Table?: { readonly TableStatus?: string };
}

/** An item as it is sent: `{ S: 'text' }`, `{ N: '1' }` and others, by the names of the attributes. */
export type AttributeMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Asks dynalite in this process: no port, no signature, and nobody who watches requests sees it. */
export const askTable =
  (serve: RequestListener): AskTable =>
  async (operation, input) => {
    const body = Buffer.from(JSON.stringify(input));
    const { status, body: answer } = await askDynalite(serve, {
      ...{ method: 'POST', url: '/', body },
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        // dynalite wants to see one, and looks at its form only.
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        host: 'dynamodb',
      },
    });
    const read = JSON.parse(answer);
    if (status === 200) return read;
    const error = new Error(`${operation}: ${read.message ?? read.Message}`);
    error.name = String(read.__type).split('#').at(-1) ?? 'Error';
    throw error;
  };
