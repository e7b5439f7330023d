/**
 * Characters that steer a terminal, or show a line other than it is: C0 and C1 controls and DEL, separators of lines and
 * paragraphs, and the marks by which text runs the other way ["Trojan Source", CVE-2021-42574; Unicode TR 36, 2.1].
 */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const replacement = '\u{fffd}';

/** For a place of one line: line ends and tabs are no better than other controls there. */
export const toOneLine = (text: string): string => text.replace(steering, replacement);

/** For a place of many lines; line ends and tabs stay, and a line end of Windows is one. */
export const toLines = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(steering, (each) => (each === '\n' || each === '\t' ? each : replacement));

/** JSON, in which nothing steers and nothing is lost: `JSON.stringify` itself escapes C0 only. */
export const formatJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(steering, (each) => (each === '\n' ? each : escapeUnicode(each)));

const escapeUnicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
