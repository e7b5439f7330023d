import { err, ok, type Result } from 'neverthrow';
import { type Asked, member, stringIn } from './asked.ts';

/** A request that names what it is about in a way that is not understood here. */
export interface NotUnderstood {
  readonly kind: 'NotUnderstood';
  /** As the end of a sentence; never content. */
  readonly reason: string;
}

/**
 * The partition key that a query is held to, in its condition or in the older form of one [DynamoDB API Reference, "Query"]. A
 * query of an index is not understood: its key is another.
 */
export const keyOfQuery = (asked: Asked, partitionKey: string): Result<string, NotUnderstood> => {
  const { IndexName: index, KeyConditionExpression: expression, KeyConditions: conditions } = asked;
  if (index !== undefined) return notUnderstood('it asks an index');
  if (expression !== undefined && conditions !== undefined) return notUnderstood('it has two conditions of keys');
  const key =
    conditions === undefined ? keyInExpression(asked, partitionKey) : keyInConditions(conditions, partitionKey);
  return key === undefined ? notUnderstood('its condition holds it to no partition key') : ok(key);
};

const notUnderstood = (reason: string) => err({ kind: 'NotUnderstood', reason } as const);

/** The condition is terms joined by `AND`; of them, one is `name = :value` with the partition key's name. */
const keyInExpression = (asked: Asked, partitionKey: string): string | undefined => {
  const text = String(asked.KeyConditionExpression);
  if (/\b(?:OR|NOT|IN)\b/i.test(text)) return undefined;
  const equalities = [...text.matchAll(/(?<![\w.#:-])([#\w.-]+)\s*=\s*(:\w+)/g)];
  const values = equalities
    .filter(([, name = '']) => attributeNamed(asked, name) === partitionKey)
    .map(([, , value = '']) => stringIn(asked.ExpressionAttributeValues, value));
  const [value, ...others] = values;
  return others.length === 0 ? value : undefined;
};

const attributeNamed = ({ ExpressionAttributeNames: names }: Asked, name: string): unknown =>
  name.startsWith('#') ? member(names, name) : name;

const keyInConditions = (conditions: unknown, partitionKey: string): string | undefined => {
  const condition = member(conditions, partitionKey);
  const values = member(condition, 'AttributeValueList');
  if (member(condition, 'ComparisonOperator') !== 'EQ' || !Array.isArray(values) || values.length !== 1)
    return undefined;
  return stringIn({ value: values[0] }, 'value');
};
