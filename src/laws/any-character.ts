import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Any character, for the `unit` of `fc.string`. Is drawn and shrunk as by fast-check's `'binary'`, which costs every
 * process two seconds, because it builds a table of all 1.1 million characters.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - surrogates.count }).map(
  (index) => String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count),
  (value) => {
    const point = typeof value === 'string' ? value.codePointAt(0) : undefined;
    if (point === undefined || value !== String.fromCodePoint(point) || !String(value).isWellFormed())
      throw new Error('It is not one character.');
    return point < surrogates.first ? point : point - surrogates.count;
  },
);
