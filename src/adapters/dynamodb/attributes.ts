import type { Attributes, AttributeValue, OwnAttributes } from './dynamodb.ts';

/** The values of an item, as this project stores them. `undefined` is no attribute. */
export type Values = Readonly<Record<string, string | number | undefined>>;

/** Encodes values as DynamoDB has them on the wire. */
export const encodeAttributes = (values: Values): OwnAttributes => {
  const attributes: OwnAttributes = {};
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value !== undefined) attributes[name] = typeof value === 'string' ? { S: value } : { N: String(value) };
  }
  return attributes;
};

/** Decodes an item's values. This project stores texts and numbers; anything else was stored by others. */
export const decodeAttributes = (attributes: Attributes): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(attributes)) {
    const attribute = attributes[name];
    if (attribute !== undefined) values[name] = decodeAttribute(attribute);
  }
  return values;
};

/**
 * Decodes a value like the SDK's own conversion (`@aws-sdk/util-dynamodb`), except for numbers that are too large to be
 * exact. That package is not used because it requires the newest DynamoDB client as a peer, whichever version the
 * application has.
 */
const decodeAttribute = (attribute: AttributeValue): unknown => {
  // The most frequent types first.
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  const { BOOL, NULL, L, M, SS, NS, BS, B } = attribute;
  if (NULL !== undefined) return null;
  if (L !== undefined) return L.map(decodeAttribute);
  if (M !== undefined)
    return Object.fromEntries(Object.entries(M).map(([name, value]) => [name, decodeAttribute(value)]));
  if (NS !== undefined) return new Set(NS.map(Number));
  if (SS !== undefined) return new Set(SS);
  if (BS !== undefined) return new Set(BS.map(decodeBytes));
  return B === undefined ? BOOL : decodeBytes(B);
};

const decodeBytes = (bytes: string | Uint8Array): Uint8Array =>
  typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : bytes;
