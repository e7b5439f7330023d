import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAttributes, encodeAttributes } from './attributes.ts';

const name = fc.stringMatching(/^:?[a-zA-Z]\w{0,10}$/);
const text = fc.string({ unit: 'grapheme' });
const fraction = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
/** DynamoDB has no negative zero. */
const number = fc.oneof(fc.integer(), fraction).map((drawn) => drawn + 0);

describe('an item’s attributes', () => {
  test('of texts and numbers are encoded as by the SDK’s own conversion', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(text, number), { noNullPrototype: true }), (values) => {
        expect(encodeAttributes(values)).toEqual(marshall(values));
        expect(decodeAttributes(encodeAttributes(values))).toEqual(values);
      }),
    );
  });

  test('are decoded as by the SDK’s own conversion, whatever is stored', () => {
    const bytes = fc.uint8Array({ minLength: 1 });
    const plain = fc.oneof(text, number, fc.boolean(), fc.constant(null), bytes);
    // DynamoDB has no empty sets.
    const set = <T>(each: fc.Arbitrary<T>) => fc.uniqueArray(each, { minLength: 1 }).map((all) => new Set(all));
    const sets = fc.oneof(set(text), set(number), set(bytes));
    const { stored } = fc.letrec((tie) => ({
      stored: fc.oneof({ depthSize: 'small' }, plain, sets, tie('list'), tie('map')),
      list: fc.array(tie('stored')),
      map: fc.dictionary(name, tie('stored'), { noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, stored, { noNullPrototype: true }), (values) => {
        const attributes = marshall(values);
        expect(decodeAttributes(attributes)).toEqual(unmarshall(attributes));
      }),
    );
  });

  test('leave out members without a value', () => {
    expect(encodeAttributes({ content: 'one', attachment: undefined })).toStrictEqual({ content: { S: 'one' } });
    const sparse: Record<string, AttributeValue | undefined> = { content: { S: 'one' }, attachment: undefined };
    expect(decodeAttributes(sparse as Record<string, AttributeValue>)).toStrictEqual({ content: 'one' });
  });

  test('of binary types are decoded from bytes and from the protocol’s base64', () => {
    const bytes = Uint8Array.of(0, 1, 254, 255);
    for (const stored of [bytes, 'AAH+/w=='])
      expect(decodeAttributes({ b: { B: stored }, set: { BS: [stored] } })).toStrictEqual({
        b: bytes,
        set: new Set([bytes]),
      });
    expect(decodeAttributes({ b: { B: bytes } }).b).toBe(bytes);
  });

  test('of numbers too large to be exact are decoded to the nearest number', () => {
    const [one, other] = ['12345678901234567890123', '98765432109876543210'];
    expect(decodeAttributes({ n: { N: one }, l: { L: [{ N: other }] } })).toEqual({
      n: Number(one),
      l: [Number(other)],
    });
  });
});
