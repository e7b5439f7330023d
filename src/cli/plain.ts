/**
 * Characters that steer a terminal or disguise a line: C0 and C1 controls, DEL, line and paragraph separators, and
 * bidirectional marks ["Trojan Source", CVE-2021-42574; Unicode TR 36, 2.1].
 */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const replacement = '\u{fffd}';

/** Makes text safe for a single line, where line ends and tabs count as controls too. */
export const toOneLine = (text: string): string => text.replace(steering, replacement);

/** Makes text safe for several lines: keeps line ends and tabs, and turns CRLF into LF. */
export const toLines = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(steering, (each) => (each === '\n' || each === '\t' ? each : replacement));

/** Formats JSON that cannot steer a terminal and loses nothing: `JSON.stringify` alone escapes only C0. */
export const formatJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(steering, (each) => (each === '\n' ? each : escapeUnicode(each)));

const escapeUnicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
