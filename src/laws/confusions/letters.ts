import { type Confusion, confuseByMap, confuseByTails, confuseByTexts } from './confusion.ts';

const collator = (map: (text: string) => string, name: string, one: string, other: string) =>
  confuseByTails(name, map, one, other);

const withoutMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

/** Latin letters by the characters that look like them, mostly of other scripts. */
const lookAlikes: Readonly<Record<string, string>> = {
  ...{ а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', ј: 'j', А: 'A', В: 'B', Е: 'E', К: 'K' },
  ...{
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    Х: 'X',
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    ο: 'o',
    ν: 'v',
    '0': 'O',
    '1': 'l',
  },
};

const cases: readonly Confusion[] = [
  confuseByTails('compares in small letters', (text) => text.toLowerCase(), 'ab', 'aB'),
  confuseByTails(
    'compares in small letters of ASCII',
    (text) => text.replace(/[A-Z]/g, (c) => c.toLowerCase()),
    'ab',
    'aB',
  ),
  confuseByTails('compares in capitals', (text) => text.toUpperCase(), 'ab', 'aB'),
  confuseByTails('compares in capitals, which makes SS of ß', (text) => text.toUpperCase(), 'ß', 'ss'),
  confuseByTails('compares in capitals, which joins the two small sigmas', (text) => text.toUpperCase(), 'σx', 'ςx'),
  confuseByTails('compares in capitals, which takes ligatures apart', (text) => text.toUpperCase(), 'ﬁ', 'fi'),
  confuseByTails('compares in capitals, which joins the long s', (text) => text.toUpperCase(), 'ſ', 's'),
  confuseByTails('compares in small letters, which joins the Kelvin sign', (text) => text.toLowerCase(), '\u212a', 'k'),
  confuseByTails(
    'compares in small letters, which takes the dotted I apart',
    (text) => text.toLowerCase(),
    '\u0130',
    'i\u0307',
  ),
  confuseByTails(
    'compares in Turkish',
    (text) => text.replaceAll('I', 'ı').replaceAll('İ', 'i').toLowerCase(),
    'I',
    'ı',
  ),
  confuseByTails('compares in small letters of Cyrillic', (text) => text.toLowerCase(), 'ж', 'Ж'),
  confuseByTails('compares by folding cases', (text) => text.toUpperCase().toLowerCase(), 'ŉ', 'ʼn'),
];

const forms: readonly Confusion[] = [
  confuseByTails('composes (NFC)', (text) => text.normalize('NFC'), 'é', 'e\u0301'),
  confuseByTails('decomposes (NFD)', (text) => text.normalize('NFD'), 'é', 'e\u0301'),
  confuseByTails('composes (NFC), Hangul too', (text) => text.normalize('NFC'), '가', '\u1100\u1161'),
  confuseByTails('composes (NFC), singletons too', (text) => text.normalize('NFC'), '\u212b', '\u00c5'),
  confuseByTails('orders marks (NFC)', (text) => text.normalize('NFC'), 'q\u0307\u0323', 'q\u0323\u0307'),
  confuseByTails('normalizes by compatibility (NFKC)', (text) => text.normalize('NFKC'), '①', '1'),
  confuseByTails('normalizes by compatibility (NFKD)', (text) => text.normalize('NFKD'), 'ﬀ', 'ff'),
  confuseByTails('unifies widths', (text) => text.normalize('NFKC'), 'ａ', 'a'),
  confuseByTails('unifies widths of digits', (text) => text.normalize('NFKC'), '７', '7'),
  confuseByTails('unifies widths of punctuation', (text) => text.normalize('NFKC'), 'a：b', 'a:b'),
  confuseByTails('unifies widths of kana', (text) => text.normalize('NFKC'), 'ｱ', 'ア'),
  confuseByTails('unifies widths of kana, with their marks', (text) => text.normalize('NFKC'), 'ｶﾞ', 'ガ'),
  confuseByTails('makes superscripts plain', (text) => text.normalize('NFKC'), '²', '2'),
  confuseByTails('unifies spaces by compatibility', (text) => text.normalize('NFKC'), 'a\u00a0b', 'a b'),
];

const collations: readonly Confusion[] = [
  collator(withoutMarks, 'leaves out accents', 'é', 'e'),
  collator(withoutMarks, 'leaves out the háček', 'ž', 'z'),
  collator((text) => withoutMarks(text).toLowerCase(), 'collates by base letters', 'É', 'e'),
  collator((text) => text.replaceAll('ä', 'ae').replaceAll('ö', 'oe'), 'collates as German telephone books', 'ä', 'ae'),
  collator(
    (text) => text.replaceAll('ø', 'o').replaceAll('đ', 'd').replaceAll('ł', 'l'),
    'leaves out strokes',
    'ø',
    'o',
  ),
  collator((text) => text.replaceAll('æ', 'ae').replaceAll('œ', 'oe'), 'takes ligatures apart', 'œ', 'oe'),
  collator((text) => text.replaceAll('å', 'aa'), 'collates in Danish', 'å', 'aa'),
  collator((text) => text.replaceAll('þ', 'th').replaceAll('ð', 'd'), 'collates in Icelandic', 'þ', 'th'),
  collator((text) => text.replaceAll('ñ', 'n').replaceAll('ç', 'c'), 'collates in Spanish', 'ñ', 'n'),
  collator((text) => text.replaceAll('ı', 'i'), 'takes dotless for dotted', 'ı', 'i'),
  collator((text) => text.replaceAll('ё', 'е').replaceAll('й', 'и'), 'collates in Russian', 'ё', 'е'),
  collator((text) => text.replace(/[\p{P}\p{S}\s]/gu, ''), 'leaves out punctuation', 'a-b', 'ab'),
  collator((text) => text.replace(/[^\p{L}\p{N}]/gu, ''), 'keeps letters and digits', 'a_b', 'ab'),
  collator(
    (text) => text.replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60)),
    'unifies kana',
    'あ',
    'ア',
  ),
  collator((text) => text.replace(/./gu, (c) => lookAlikes[c] ?? c), 'makes look-alikes one', 'о', 'o'),
  collator((text) => text.replace(/./gu, (c) => lookAlikes[c] ?? c), 'unifies look-alikes of digits', '0', 'O'),
  collator(
    (text) => text.replace(/[\u0660-\u0669]/g, (c) => String(c.charCodeAt(0) - 0x660)),
    'unifies digits of all scripts',
    '٣',
    '3',
  ),
  collator((text) => text.replace(/[\u2010-\u2015\u2212]/g, '-'), 'unifies dashes', '–', '-'),
  collator(
    (text) => text.replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u201c\u201d]/g, '"'),
    'makes quotes straight',
    '’',
    "'",
  ),
];

/** Invisible characters. */
const unseen = '\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufe0f\ufeff'.split(
  '',
);
const withoutUnseen = (text: string) => text.replace(/\p{Cf}|\ufe0f|\u034f/gu, '');

const ignorables: readonly Confusion[] = unseen.map((character) =>
  confuseByTails(
    `leaves out what is not seen (U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')})`,
    withoutUnseen,
    `a${character}b`,
    'ab',
  ),
);

const eachUnit = (text: string, change: (unit: number) => number): string =>
  text
    .split('')
    .map((unit) => String.fromCharCode(change(unit.charCodeAt(0))))
    .join('');

/** Returns a text with `otherwise` in place of each character above a code point. */
const above = (most: number, text: string, otherwise: string): string =>
  [...text].map((character) => ((character.codePointAt(0) ?? 0) > most ? otherwise : character)).join('');

const encodings: readonly Confusion[] = [
  confuseByTails('keeps the low byte of each unit', (text) => eachUnit(text, (unit) => unit & 0xff), 'š', 'a'),
  confuseByTails('keeps seven bits of each unit', (text) => eachUnit(text, (unit) => unit & 0x7f), 'á', 'a'),
  confuseByTails('writes ? for what is not ASCII', (text) => above(0x7f, text, '?'), 'é', 'è'),
  confuseByTails('writes ? for what is not Latin-1', (text) => above(0xff, text, '?'), 'ž', '?'),
  confuseByTails('leaves out what is not ASCII', (text) => above(0x7f, text, ''), 'aé', 'a'),
  confuseByTails('leaves out what is not Latin-1', (text) => above(0xff, text, ''), 'a中', 'a'),
  confuseByTails('leaves out what has four bytes', (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, ''), 'a😀', 'a'),
  confuseByTails(
    'writes U+FFFD for what has four bytes',
    (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd'),
    '😀',
    '😁',
  ),
  confuseByTails(
    'writes U+FFFD for each half of a pair',
    (text) => text.replace(/[\ud800-\udfff]/g, '\ufffd'),
    '😀',
    '😁',
  ),
  confuseByTails('keeps the first half of a pair', (text) => text.replace(/[\udc00-\udfff]/g, ''), '😀', '😁'),
  confuseByTails('removes skin tones', (text) => text.replace(/[\u{1f3fb}-\u{1f3ff}]/gu, ''), '👍🏽', '👍'),
  confuseByTails('leaves out control characters', (text) => text.replace(/\p{Cc}/gu, ''), 'a\u0001', 'a'),
  confuseByTails('writes ? for control characters', (text) => text.replace(/\p{Cc}/gu, '?'), 'a\u0001', 'a\u0002'),
  confuseByTails('decodes UTF-8 that was read as Latin-1', (text) => text.replaceAll('Ã©', 'é'), 'Ã©', 'é'),
  confuseByTails('takes CP-1252 for Latin-1', (text) => text.replaceAll('€', '\u0080'), '€', '\u0080'),
  confuseByMap(
    'ends at NUL',
    (text) => text.split('\0')[0] ?? '',
    (material) => [`${material}\0a`, `${material}\0b`],
  ),
  confuseByTexts('begins behind a byte order mark', (text) => text.replace(/^\ufeff/, ''), '\ufeffa', 'a'),
];

/** Confusions of letters, marks and bytes. */
export const letters: readonly Confusion[] = [...cases, ...forms, ...collations, ...ignorables, ...encodings];
