import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';

/** Values of an item, as this project stores them. What has no value is no attribute. */
export type Values = Readonly<Record<string, string | number | undefined>>;

/** As DynamoDB has it on the wire. */
export const attributesOf = (values: Values): Record<string, AttributeValue> => {
  const attributes: Record<string, AttributeValue> = {};
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value !== undefined) attributes[name] = typeof value === 'string' ? { S: value } : { N: String(value) };
  }
  return attributes;
};

/**
 * An item's values. This project stores texts and numbers; whatever else there is was stored by others and is read by the
 * SDK's own conversion, which costs more.
 */
export const valuesOf = (attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(attributes)) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    if (attribute.S !== undefined) values[name] = attribute.S;
    else if (attribute.N !== undefined) values[name] = Number(attribute.N);
    else values[name] = convertToNative(attribute, { wrapNumbers: (text) => Number(text) });
  }
  return values;
};
