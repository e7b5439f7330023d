import fc from 'fast-check';

/** Segments that confuse systems that keep keys in folders, put them into URLs or XML, or compare them too loosely. */
const nasty = [
  ...['.', '..', '...', 'a.', 'a ', ' a', 'A', 'a', 'é', 'e\u0301', 'ß', 'SS', '%2F', '%2e%2e', '%', '+', ' ', '~'],
  ...['CON', 'nul', 'a:b', 'a\\b', '*', '?', '"', '<', '>', '|', '&', "'", ';', '=', '#', '@', '$', '!', '(', ')'],
  ...['\u0000', '\u0001', '\n', '\r', '\t', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufffe', '\uffff', '\u{1f600}'],
  ...['\ue000', '&amp;', '<a/>', ']]>', `\${aws:username}`, '-', 'x'.repeat(250)],
];

/** Any text in well-formed Unicode. fast-check's own arbitrary takes two seconds to start. */
export const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x2ff }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points).toWellFormed());

const segment = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...nasty) }, { weight: 1, arbitrary: anyText });

/** The end of a key, after the prefix that a user may use. */
export const names = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join('/'))
  // All other names are refused, whoever sends them.
  .filter((name) => name !== '' && !name.includes('..') && Buffer.byteLength(name) < 900);
