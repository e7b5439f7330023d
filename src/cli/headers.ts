import { usage } from './cli-error.ts';

/** RFC 9110, 5.6.2. */
const token = /^[!#$%&'*+.^_`|~\w-]+$/;

/** RFC 9110, 5.5: visible characters, spaces and tabs between them, and bytes past ASCII. */
const fieldValue = /^(?:[!-~\u0080-\u00ff](?:[ \t!-~\u0080-\u00ff]*[!-~\u0080-\u00ff])?)?$/;

/** Headers that the signature or the connection sets. */
const own: ReadonlySet<string> = new Set([
  ...[
    'authorization',
    'host',
    'content-length',
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
  ],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/**
 * Returns the name in lower case if the header is valid and the caller may set it. Throws `CliError`, naming its
 * `flag`, if not.
 */
export const checkHeader = (flag: string, name: string, value: string): string => {
  const lower = name.toLowerCase();
  if (!token.test(name)) throw usage(`${flag}: "${name}" is not the name of a header.`);
  if (own.has(lower) || lower.startsWith('x-amz-'))
    throw usage(`${flag}: ${lower} is set by the signature or the connection.`);
  if (!fieldValue.test(value))
    throw usage(
      `${flag}: the value of ${lower} is not valid in a header: ` +
        'it must have no line breaks, no spaces around it, no characters beyond Latin-1.',
    );
  return lower;
};

/** Merges headers from several flags. Names are case-insensitive; the last one wins. Throws `CliError`. */
export const mergeHeaders = (
  sources: readonly (readonly [flag: string, headers: Readonly<Record<string, string>>])[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sources.flatMap(([flag, headers]) =>
      Object.entries(headers).map(([name, value]) => [checkHeader(flag, name, value), value] as const),
    ),
  );
