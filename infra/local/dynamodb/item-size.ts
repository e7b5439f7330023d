/**
 * Returns the size of an item in bytes, by which capacity is counted [DynamoDB Developer Guide, "DynamoDB item sizes
 * and formats"]: names and texts in UTF-8; a number as about one byte for two digits and one more; a list or a map as
 * three bytes, one for each entry, and the entries.
 */
export const measureItem = (item: unknown): number =>
  Object.entries(Object(item)).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + measureValue(value), 0);

const measureValue = (value: unknown): number => {
  const [[type, given] = ['', undefined]] = Object.entries(Object(value));
  const many = (Array.isArray(given) ? given : []) as readonly unknown[];
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(given));
    case 'N':
      return measureNumber(String(given));
    case 'B':
      return Buffer.from(String(given), 'base64').length;
    case 'L':
      return 3 + many.reduce<number>((sum, each) => sum + 1 + measureValue(each), 0);
    case 'M':
      return 3 + Object.keys(Object(given)).length + measureItem(given);
    case 'SS':
      return many.reduce<number>((sum, each) => sum + Buffer.byteLength(String(each)), 0);
    case 'NS':
      return many.reduce<number>((sum, each) => sum + measureNumber(String(each)), 0);
    case 'BS':
      return many.reduce<number>((sum, each) => sum + Buffer.from(String(each), 'base64').length, 0);
    default:
      // A null or a boolean.
      return 1;
  }
};

const measureNumber = (text: string): number => Math.ceil(text.replace(/^-?0*\.?|[.]|0+$/g, '').length / 2) + 1;
