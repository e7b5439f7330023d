import { type Confusion, confuseByAsking, confuseByMap, confuseByTails, confuseByTexts } from './confusion.ts';

const spaces = '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000'.split('');
const named = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
const anySpace = '[\\s\\u0085]';
const trim = (text: string) => text.replace(new RegExp(`^${anySpace}+|${anySpace}+$`, 'gu'), '');
const squeeze = (text: string) => text.replace(new RegExp(`${anySpace}+`, 'gu'), ' ');

const white: readonly Confusion[] = [
  ...spaces.flatMap((space) => [
    confuseByTails(`trims the end (${named(space)})`, trim, `a${space}`, 'a'),
    confuseByMap(`trims the beginning (${named(space)})`, trim, (material) => [
      `${space}a${material}a`,
      `a${material}a`,
    ]),
    confuseByTails(`squeezes white space (${named(space)})`, squeeze, `a${space}${space}b`, 'a b'),
  ]),
  confuseByTails('pads with spaces', (text) => text.replace(/ +$/, ''), 'a', 'a  '),
  confuseByTails('unifies line ends', (text) => text.replaceAll('\r\n', '\n'), 'a\r\nb', 'a\nb'),
  confuseByTails('unifies old line ends', (text) => text.replace(/\r\n?/g, '\n'), 'a\rb', 'a\nb'),
  confuseByTails('ends with a line end', (text) => text.replace(/\n$/, ''), 'a\n', 'a'),
  confuseByTails('turns a tab into spaces', (text) => text.replaceAll('\t', '    '), 'a\tb', 'a    b'),
  confuseByTails('keeps the first line', (text) => text.split('\n')[0] ?? '', 'a\nb', 'a\nc'),
];

const decode = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

const readAsJson = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
};

/** Returns a path without its dot segments. */
const resolveDots = (text: string): string => {
  const kept: string[] = [];
  for (const segment of text.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/');
};

const paths: readonly Confusion[] = [
  confuseByTails('removes dot segments', resolveDots, '/a/../b', '/b'),
  confuseByTails('removes single dots', resolveDots, '/./b', '/b'),
  confuseByTails('removes a slash from the end', (text) => text.replace(/\/+$/, ''), 'a/', 'a'),
  confuseByMap(
    'removes a slash from the beginning',
    (text) => text.replace(/^\/+/, ''),
    (material) => [`/a${material}`, `a${material}`],
  ),
  confuseByTails('turns backslashes into slashes', (text) => text.replaceAll('\\', '/'), 'a\\b', 'a/b'),
  confuseByTails('removes dots and spaces from the end', (text) => text.replace(/[. ]+$/, ''), 'a.', 'a'),
  confuseByTails('writes _ for what no file may be named', (text) => text.replace(/[<>:"/\\|?*]/g, '_'), 'a:b', 'a/b'),
  confuseByTails('writes _ for what is not a word', (text) => text.replace(/\W/g, '_'), 'a-b', 'a.b'),
  confuseByTails(
    'writes . for what a session may not be named',
    (text) => text.replace(/[^\w+=,.@-]/g, '.'),
    'a:b',
    'a.b',
  ),
  confuseByTails('makes slugs', (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-'), 'A b', 'a-b'),
  confuseByTails('removes a query', (text) => text.split('?')[0] ?? '', 'a?b', 'a?c'),
  confuseByTails('removes a fragment', (text) => text.split('#')[0] ?? '', 'a#b', 'a#c'),
];

const escapes: readonly Confusion[] = [
  confuseByTails('decodes percent signs', decode, 'a%20b', 'a b'),
  confuseByTails('decodes slashes', decode, 'a%2Fb', 'a/b'),
  confuseByTails('decodes percent signs twice', (text) => decode(decode(text)), 'a%2520b', 'a b'),
  confuseByTails(
    'writes escapes in capitals',
    (text) => text.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase()),
    'a%2fb',
    'a%2Fb',
  ),
  confuseByTails('decodes what needs no percent sign', decode, '%61', 'a'),
  confuseByTails('decodes percent signs of UTF-8', (text) => text.replace(/%C3%A9/gi, 'é'), '%C3%A9', 'é'),
  confuseByTails('ends at %00', (text) => text.split('%00')[0] ?? '', 'a%00b', 'a%00c'),
  confuseByTails('decodes plus signs', (text) => text.replaceAll('+', ' '), 'a+b', 'a b'),
  confuseByTails('decodes ampersands', (text) => text.replaceAll('&amp;', '&'), 'a&amp;b', 'a&b'),
  confuseByTails('decodes angle brackets', (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'), '&lt;', '<'),
  confuseByTails('decodes quotes', (text) => text.replaceAll('&quot;', '"'), '&quot;', '"'),
  confuseByTails('decodes apostrophes', (text) => text.replace(/&(?:apos|#0*39);/g, "'"), '&#39;', "'"),
  confuseByTails('decodes named letters', (text) => text.replaceAll('&eacute;', 'é'), '&eacute;', 'é'),
  confuseByTails('decodes non-breaking spaces', (text) => text.replaceAll('&nbsp;', '\u00a0'), '&nbsp;', '\u00a0'),
  confuseByTails(
    'decodes entities numbered in hexadecimal',
    (text) => text.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16))),
    '&#x42;',
    'B',
  ),
  confuseByTails(
    'decodes numbered entities',
    (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
    '&#65;',
    'A',
  ),
  confuseByTails('removes tags', (text) => text.replace(/<[^>]*>/g, ''), '<b>a</b>', 'a'),
  confuseByTails('removes backslashes', (text) => text.replace(/\\(.)/gs, '$1'), 'a\\b', 'ab'),
  confuseByTails('halves doubled backslashes', (text) => text.replaceAll('\\\\', '\\'), 'a\\\\b', 'a\\b'),
  confuseByTails('removes backslashes before quotes', (text) => text.replace(/\\(["'])/g, '$1'), "a\\'b", "a'b"),
  confuseByTails(
    'decodes \\x',
    (text) => text.replace(/\\x([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    '\\x61',
    'a',
  ),
  confuseByTails('decodes \\n', (text) => text.replaceAll('\\n', '\n'), 'a\\nb', 'a\nb'),
  confuseByTails(
    'decodes \\u',
    (text) => text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    '\\u0061',
    'a',
  ),
  confuseByTails('halves doubled quotes', (text) => text.replaceAll("''", "'"), "a''b", "a'b"),
  confuseByTails('halves doubled quotation marks', (text) => text.replaceAll('""', '"'), 'a""b', 'a"b'),
  confuseByTails('removes quotes', (text) => text.replace(/["']/g, ''), '"a"', 'a'),
  confuseByTexts('reads JSON', readAsJson, '{"a":1}', '{ "a": 1 }'),
  confuseByTexts('reads JSON: text', readAsJson, '"json"', '"js\\u006fn"'),
  confuseByTexts('reads JSON: the last of two members', readAsJson, '{"b":1,"b":2}', '{"b":2}'),
  confuseByTexts('removes quotes from the ends', (text) => text.replace(/^"(.*)"$/s, '$1'), '"a"', 'a'),
  confuseByTails('ends at a quote', (text) => text.split("'")[0] ?? '', "a'b", "a'c"),
  confuseByTails('ends at a comment', (text) => text.split('--')[0] ?? '', 'a--b', 'a--c'),
];

/** Returns whether a pattern of LIKE or a glob matches, as in a store that does not escape what it is asked for. */
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
  confuseByAsking(
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
  confuseByTails('compares with spaces for any words', (text) => text.split(/\s+/).sort().join(' '), ' a b', ' b a'),
];

/** Confusions of white space, paths, escapes and patterns. */
export const spellings: readonly Confusion[] = [...white, ...paths, ...escapes, ...patterns];
