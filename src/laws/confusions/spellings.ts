import { byAsking, byMap, byTails, byTexts, type Confusion } from './confusion.ts';

const spaces = '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000'.split('');
const named = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
const anySpace = '[\\s\\u0085]';
const trimmed = (text: string) => text.replace(new RegExp(`^${anySpace}+|${anySpace}+$`, 'gu'), '');
const squeezed = (text: string) => text.replace(new RegExp(`${anySpace}+`, 'gu'), ' ');

const white: readonly Confusion[] = [
  ...spaces.flatMap((space) => [
    byTails(`trims the end (${named(space)})`, trimmed, `a${space}`, 'a'),
    byMap(`trims the beginning (${named(space)})`, trimmed, (material) => [`${space}a${material}a`, `a${material}a`]),
    byTails(`squeezes white space (${named(space)})`, squeezed, `a${space}${space}b`, 'a b'),
  ]),
  byTails('pads with spaces', (text) => text.replace(/ +$/, ''), 'a', 'a  '),
  byTails('makes line ends one', (text) => text.replaceAll('\r\n', '\n'), 'a\r\nb', 'a\nb'),
  byTails('makes old line ends one', (text) => text.replace(/\r\n?/g, '\n'), 'a\rb', 'a\nb'),
  byTails('ends with a line end', (text) => text.replace(/\n$/, ''), 'a\n', 'a'),
  byTails('makes a tab spaces', (text) => text.replaceAll('\t', '    '), 'a\tb', 'a    b'),
  byTails('keeps the first line', (text) => text.split('\n')[0] ?? '', 'a\nb', 'a\nc'),
];

const decoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

const readAsJson = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
};

/** Of a path, without its dot segments. */
const resolved = (text: string): string => {
  const kept: string[] = [];
  for (const segment of text.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/');
};

const paths: readonly Confusion[] = [
  byTails('takes dot segments out', resolved, '/a/../b', '/b'),
  byTails('takes single dots out', resolved, '/./b', '/b'),
  byTails('takes a slash from the end', (text) => text.replace(/\/+$/, ''), 'a/', 'a'),
  byMap(
    'takes a slash from the beginning',
    (text) => text.replace(/^\/+/, ''),
    (material) => [`/a${material}`, `a${material}`],
  ),
  byTails('makes backslashes slashes', (text) => text.replaceAll('\\', '/'), 'a\\b', 'a/b'),
  byTails('takes dots and spaces from the end', (text) => text.replace(/[. ]+$/, ''), 'a.', 'a'),
  byTails('writes _ for what no file may be named', (text) => text.replace(/[<>:"/\\|?*]/g, '_'), 'a:b', 'a/b'),
  byTails('writes _ for what is no word', (text) => text.replace(/\W/g, '_'), 'a-b', 'a.b'),
  byTails('writes . for what a session may not be named', (text) => text.replace(/[^\w+=,.@-]/g, '.'), 'a:b', 'a.b'),
  byTails('makes slugs', (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-'), 'A b', 'a-b'),
  byTails('takes a query away', (text) => text.split('?')[0] ?? '', 'a?b', 'a?c'),
  byTails('takes a fragment away', (text) => text.split('#')[0] ?? '', 'a#b', 'a#c'),
];

const escapes: readonly Confusion[] = [
  byTails('decodes percent signs', decoded, 'a%20b', 'a b'),
  byTails('decodes slashes', decoded, 'a%2Fb', 'a/b'),
  byTails('decodes percent signs twice', (text) => decoded(decoded(text)), 'a%2520b', 'a b'),
  byTails(
    'writes escapes in capitals',
    (text) => text.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase()),
    'a%2fb',
    'a%2Fb',
  ),
  byTails('decodes what needs no percent sign', decoded, '%61', 'a'),
  byTails('decodes percent signs of UTF-8', (text) => text.replace(/%C3%A9/gi, 'é'), '%C3%A9', 'é'),
  byTails('ends at %00', (text) => text.split('%00')[0] ?? '', 'a%00b', 'a%00c'),
  byTails('decodes plus signs', (text) => text.replaceAll('+', ' '), 'a+b', 'a b'),
  byTails('decodes ampersands', (text) => text.replaceAll('&amp;', '&'), 'a&amp;b', 'a&b'),
  byTails('decodes angle brackets', (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'), '&lt;', '<'),
  byTails('decodes quotes', (text) => text.replaceAll('&quot;', '"'), '&quot;', '"'),
  byTails('decodes apostrophes', (text) => text.replace(/&(?:apos|#0*39);/g, "'"), '&#39;', "'"),
  byTails('decodes named letters', (text) => text.replaceAll('&eacute;', 'é'), '&eacute;', 'é'),
  byTails('decodes spaces that do not break', (text) => text.replaceAll('&nbsp;', '\u00a0'), '&nbsp;', '\u00a0'),
  byTails(
    'decodes entities numbered in hexadecimal',
    (text) => text.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16))),
    '&#x42;',
    'B',
  ),
  byTails(
    'decodes numbered entities',
    (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
    '&#65;',
    'A',
  ),
  byTails('takes tags away', (text) => text.replace(/<[^>]*>/g, ''), '<b>a</b>', 'a'),
  byTails('takes backslashes away', (text) => text.replace(/\\(.)/gs, '$1'), 'a\\b', 'ab'),
  byTails('makes doubled backslashes one', (text) => text.replaceAll('\\\\', '\\'), 'a\\\\b', 'a\\b'),
  byTails('takes backslashes from quotes', (text) => text.replace(/\\(["'])/g, '$1'), "a\\'b", "a'b"),
  byTails(
    'decodes \\x',
    (text) => text.replace(/\\x([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    '\\x61',
    'a',
  ),
  byTails('decodes \\n', (text) => text.replaceAll('\\n', '\n'), 'a\\nb', 'a\nb'),
  byTails(
    'decodes \\u',
    (text) => text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    '\\u0061',
    'a',
  ),
  byTails('makes doubled quotes one', (text) => text.replaceAll("''", "'"), "a''b", "a'b"),
  byTails('makes doubled quotation marks one', (text) => text.replaceAll('""', '"'), 'a""b', 'a"b'),
  byTails('takes quotes away', (text) => text.replace(/["']/g, ''), '"a"', 'a'),
  byTexts('reads JSON', readAsJson, '{"a":1}', '{ "a": 1 }'),
  byTexts('reads JSON: text', readAsJson, '"json"', '"js\\u006fn"'),
  byTexts('reads JSON: the last of two members', readAsJson, '{"b":1,"b":2}', '{"b":2}'),
  byTexts('takes quotes from the ends', (text) => text.replace(/^"(.*)"$/s, '$1'), '"a"', 'a'),
  byTails('ends at a quote', (text) => text.split("'")[0] ?? '', "a'b", "a'c"),
  byTails('ends at a comment', (text) => text.split('--')[0] ?? '', 'a--b', 'a--c'),
];

/** Whether a pattern of LIKE, a glob or a regular expression fits, as a store that does not quote it would ask. */
const likes = (pattern: string, text: string, any: string, one: string): boolean => {
  const quoted = [...pattern].map((c) =>
    c === any ? '.*' : c === one ? '.' : c.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  return new RegExp(`^${quoted.join('')}$`, 'su').test(text);
};
const matches = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(text);
  } catch {
    return pattern === text;
  }
};
const pattern = (name: string, takes: Confusion['takes'], asked: string, stored: string) =>
  byAsking(
    `asks by ${name}`,
    (one, other) => one === other || takes(one, other),
    () => [stored, asked],
  );

const patterns: readonly Confusion[] = [
  pattern('LIKE, %', (asked, stored) => likes(asked, stored, '%', '_'), 'like%', 'like this'),
  pattern('LIKE, _', (asked, stored) => likes(asked, stored, '%', '_'), 'like_', 'like1'),
  pattern('LIKE, % alone', (asked, stored) => likes(asked, stored, '%', '_'), '%', 'anybody'),
  pattern('glob, [ ]', (asked, stored) => asked.replace('[12]', stored.at(-1) ?? '') === stored, 'glob[12]', 'glob2'),
  pattern('glob, *', (asked, stored) => likes(asked, stored, '*', '?'), 'glob*', 'glob this'),
  pattern('glob, ?', (asked, stored) => likes(asked, stored, '*', '?'), 'glob?', 'glob1'),
  pattern('a regular expression, .', matches, 'rege.', 'regex'),
  pattern('a regular expression, .*', matches, '.*', 'somebody'),
  pattern('a regular expression, |', matches, 'left|right', 'left'),
  pattern('a regular expression, [ ]', matches, 'set[ab]', 'seta'),
  pattern('a regular expression, +', matches, 'mo+n', 'moon'),
  byTails('compares with spaces for any words', (text) => text.split(/\s+/).sort().join(' '), ' a b', ' b a'),
];

/** White space, paths, escapes and patterns. */
export const spellings: readonly Confusion[] = [...white, ...paths, ...escapes, ...patterns];
