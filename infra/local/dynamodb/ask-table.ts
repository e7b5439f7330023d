import type { RequestListener } from 'node:http';
import { askDynalite } from './dynalite-call.ts';

/**
 * Asks the table in DynamoDB's protocol, as the operator of the stack. Throws DynamoDB's refusals as errors of the same
 * name.
 */
export type AskTable = (operation: string, input: object) => Promise<TableAnswer>;

/** The members of an answer that are read here. */
export interface TableAnswer {
  readonly Items?: readonly AttributeMap[];
  readonly LastEvaluatedKey?: AttributeMap;
  readonly Count?: number;
  readonly Table?: { readonly TableStatus?: string };
}

/** An item in DynamoDB's JSON, by attribute name: `{ S: 'text' }`, `{ N: '1' }` and others. */
export type AttributeMap = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Asks dynalite in this process: without a port or a signature, and unseen by whoever watches requests. */
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
        // dynalite requires a signature, but checks only its form.
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
