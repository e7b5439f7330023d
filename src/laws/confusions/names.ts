import { type Confusion, confuseByMap, confuseByTails, confuseByTexts } from './confusion.ts';

const asNumber = (text: string): string =>
  text.trim() !== '' && !Number.isNaN(Number(text)) ? `${Number(text)}` : text;
const asInteger = (text: string): string => (/^\s*[+-]?\d/.test(text) ? `${Number.parseInt(text, 10)}` : text);
const as32Bits = (text: string): string => (/^-?\d+$/.test(text) ? `${Number(text) | 0}` : text);

const numbers: readonly Confusion[] = [
  confuseByTexts('compares numbers by value: 1e3', asNumber, '1e3', '1000'),
  confuseByTexts('compares numbers by value: 01', asNumber, '01', '1'),
  confuseByTexts('compares numbers by value: 0x10', asNumber, '0x10', '16'),
  confuseByTexts('compares numbers by value: 1.0', asNumber, '2.0', '2'),
  confuseByTexts('compares numbers by value: +1', asNumber, '+3', '3'),
  confuseByTexts('compares numbers by value: -0', asNumber, '-0', '0'),
  confuseByTexts('compares numbers by value: beyond 2^53', asNumber, '9007199254740993', '9007199254740992'),
  confuseByTexts('compares numbers by value: .5', asNumber, '.5', '0.5'),
  confuseByTexts('compares numbers by value: white space', asNumber, ' 4', '4'),
  confuseByTexts('compares numbers by value: infinity', asNumber, '1e999', 'Infinity'),
  confuseByTexts('compares numbers by value: 1E3', asNumber, '1E4', '10000'),
  confuseByTexts('compares numbers by value: 0b11', asNumber, '0b11', '3'),
  confuseByTexts('compares numbers by value: 0o17', asNumber, '0o17', '15'),
  confuseByTexts('compares numbers by value: 1_000', (text) => text.replace(/(?<=\d)_(?=\d)/g, ''), '1_000', '1000'),
  confuseByTexts('compares numbers by value: 1,000', (text) => text.replace(/(?<=\d),(?=\d)/g, ''), '1,000', '1000'),
  confuseByTexts('reads as much of a number as there is', asInteger, '5abc', '5'),
  confuseByTexts('keeps 32 bits of a number', as32Bits, '4294967302', '6'),
  confuseByTexts(
    'keeps 16 bits of a number',
    (text) => (/^\d+$/.test(text) ? `${Number(text) & 0xffff}` : text),
    '65543',
    '7',
  ),
  confuseByTails(
    'removes leading zeros',
    (text) => text.replace(/\d+/g, (digits) => digits.replace(/^0+(?=.)/, '')),
    'x08',
    'x8',
  ),
  confuseByTexts('takes a hyphen for a sign', (text) => text.replace(/^-/, ''), '-name', 'name'),
];

/** Names that code takes for no name, or for anybody. */
const nobodies = [
  ...[
    'undefined',
    'null',
    'NaN',
    'none',
    'nil',
    '0',
    '-1',
    'false',
    'true',
    '[object Object]',
    '[]',
    '{}',
    '*',
    '-',
    '?',
  ],
  ...[
    'default',
    'anonymous',
    'unknown',
    'guest',
    'public',
    'root',
    'admin',
    'system',
    'user',
    'me',
    'self',
    'test',
    'all',
  ],
];
/** Names of inherited members, which mislead a map that is a plain object. */
const inherited = [
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'toJSON', 'length', 'then'],
  ...['__defineGetter__', 'propertyIsEnumerable', 'toLocaleString', 'prototype', 'name', 'size', 'get', 'set'],
];
const asOne = (names: readonly string[], name: string): Confusion[] =>
  names.flatMap((each, index) => {
    const other = names[(index + 1) % names.length] ?? '';
    return [confuseByTexts(`${name}: ${each}`, (text) => (names.includes(text) ? '' : text), each, other)];
  });

/** Texts that languages and forms take for false. */
const falsy = ['undefined', 'null', 'NaN', 'none', 'nil', '0', 'false', 'off', 'no', 'N/A'];
const everyTwo: readonly Confusion[] = falsy.flatMap((one, index) =>
  falsy
    .slice(index + 1)
    .map((other) =>
      confuseByTexts(`takes for false: ${one}, ${other}`, (text) => (falsy.includes(text) ? '' : text), one, other),
    ),
);

const createHash =
  (step: (hash: number, unit: number) => number, start = 0) =>
  (text: string) => {
    let hash = start;
    for (let at = 0; at < text.length; at++) hash = step(hash, text.charCodeAt(at)) | 0;
    return `${hash}`;
  };
const crc32 = createHash((hash, unit) => {
  let crc = hash ^ unit;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
}, -1);

const hashes: readonly Confusion[] = [
  confuseByTails(
    'compares hashes as Java’s',
    createHash((hash, unit) => hash * 31 + unit),
    'Aa',
    'BB',
  ),
  confuseByTails(
    'compares hashes, times 33',
    createHash((hash, unit) => hash * 33 + unit, 5381),
    'Az',
    'BY',
  ),
  confuseByTails(
    'compares sums of units',
    createHash((hash, unit) => hash + unit),
    'ab',
    'ba',
  ),
  confuseByTails(
    'compares units exclusive-or',
    createHash((hash, unit) => hash ^ unit),
    'aab',
    'b',
  ),
  confuseByTexts('compares by CRC-32', crc32, 'plumless', 'buckeroo'),
  confuseByTexts(
    'compares by FNV-1a',
    createHash((hash, unit) => Math.imul(hash ^ unit, 0x01000193), 0x811c9dc5),
    'costarring',
    'liquid',
  ),
  confuseByTails('compares letters in any order', (text) => [...text].sort().join(''), 'abc', 'cab'),
  confuseByTails('compares words, each once', (text) => [...new Set(text.split(','))].join(','), ',a,a', ',a'),
];

const addresses: readonly Confusion[] = [
  confuseByTexts(
    'takes plus addresses for plain ones',
    (text) => text.replace(/\+[^@]*(?=@)/, ''),
    'ann+x@example.com',
    'ann@example.com',
  ),
  confuseByTexts(
    'removes dots from an address',
    (text) => text.replace(/\.(?=[^@]*@)/g, ''),
    'a.nn@example.com',
    'ann@example.com',
  ),
  confuseByTexts(
    'compares domains in small letters',
    (text) => text.replace(/@.*/, (domain) => domain.toLowerCase()),
    'ann@EXAMPLE.com',
    'ann@example.com',
  ),
  confuseByTexts(
    'removes a domain’s last dot',
    (text) => text.replace(/\.$/, ''),
    'ann@example.com.',
    'ann@example.com',
  ),
  confuseByTexts(
    'takes punycode for letters',
    (text) => text.replace('xn--bcher-kva', 'bücher'),
    'xn--bcher-kva.example',
    'bücher.example',
  ),
  confuseByTexts(
    'removes regions',
    (text) => text.replace(/^[a-z]+-[a-z]+-\d:/, ''),
    'us-east-1:7c9e',
    'eu-west-1:7c9e',
  ),
  confuseByTails('removes hyphens from ids', (text) => text.replaceAll('-', ''), '7c9e-6679', '7c9e6679'),
  confuseByTexts('removes braces from ids', (text) => text.replace(/^\{(.*)\}$/, '$1'), '{7c9e6679}', '7c9e6679'),
  confuseByTexts('takes urn:uuid: away', (text) => text.replace(/^urn:uuid:/, ''), 'urn:uuid:7c9e6679', '7c9e6679'),
  confuseByTexts('removes a provider’s prefix', (text) => text.replace(/^[a-z]+\|/, ''), 'google|7', 'github|7'),
  confuseByTexts('removes a scheme', (text) => text.replace(/^https?:\/\//, ''), 'https://ann', 'http://ann'),
  confuseByTexts('takes an @ away', (text) => text.replace(/^@/, ''), '@ann', 'ann'),
  confuseByMap(
    'knows nobody',
    () => '',
    (material) => [`${material}a`, `${material}b`],
  ),
];

/** Numbers, names that code gives a meaning, hashes and addresses. */
export const names: readonly Confusion[] = [
  ...numbers,
  ...asOne(nobodies, 'takes for nobody'),
  ...everyTwo,
  ...asOne(inherited, 'misses among what an object inherits'),
  ...hashes,
  ...addresses,
];
