import { err, ok, type Result } from 'neverthrow';
import { readMember, readString, type TableInput } from './table-input.ts';

/** The error for a request that names its table or its keys in a way that is not understood here. */
export interface NotUnderstood {
  readonly kind: 'NotUnderstood';
  /** The end of a sentence; never contains content. */
  readonly reason: string;
}

/**
 * Reads the partition key to which a query is restricted, by its key condition expression or the legacy `KeyConditions`
 * [DynamoDB API Reference, "Query"]. A query of an index is not understood, as its key is another.
 */
export const readQueryKey = (asked: TableInput, partitionKey: string): Result<string, NotUnderstood> => {
  const { IndexName: index, KeyConditionExpression: expression, KeyConditions: conditions } = asked;
  if (index !== undefined) return notUnderstood('it queries an index');
  if (expression !== undefined && conditions !== undefined) return notUnderstood('it has two key conditions');
  const key =
    conditions === undefined ? parseKeyExpression(asked, partitionKey) : readKeyConditions(conditions, partitionKey);
  return key === undefined ? notUnderstood('its condition does not restrict it to one partition key') : ok(key);
};

const notUnderstood = (reason: string) => err({ kind: 'NotUnderstood', reason } as const);

/** Parses terms joined by `AND`, exactly one of which is `name = :value` with the partition key's name. */
const parseKeyExpression = (asked: TableInput, partitionKey: string): string | undefined => {
  const text = String(asked.KeyConditionExpression);
  if (/\b(?:OR|NOT|IN)\b/i.test(text)) return undefined;
  const equalities = [...text.matchAll(/(?<![\w.#:-])([#\w.-]+)\s*=\s*(:\w+)/g)];
  const values = equalities
    .filter(([, name = '']) => resolveAttributeName(asked, name) === partitionKey)
    .map(([, , value = '']) => readString(asked.ExpressionAttributeValues, value));
  const [value, ...others] = values;
  return others.length === 0 ? value : undefined;
};

const resolveAttributeName = ({ ExpressionAttributeNames: names }: TableInput, name: string): unknown =>
  name.startsWith('#') ? readMember(names, name) : name;

const readKeyConditions = (conditions: unknown, partitionKey: string): string | undefined => {
  const condition = readMember(conditions, partitionKey);
  const values = readMember(condition, 'AttributeValueList');
  if (readMember(condition, 'ComparisonOperator') !== 'EQ' || !Array.isArray(values) || values.length !== 1)
    return undefined;
  return readString({ value: values[0] }, 'value');
};
