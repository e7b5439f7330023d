import type { Wrap } from '../../../kit/wrap-exports.ts';
import { type ConsoleFaults, faultsOf } from '../fault.ts';

type Redact = typeof import('../../../../infra/local/trace/redact.ts');
type Tokens = typeof import('../../../../infra/local/redact-tokens.ts');

const redact = faultsOf<Redact>('infra/local/trace/redact.ts');
const ofTokens = faultsOf<Tokens>('infra/local/redact-tokens.ts');

const signed = 'the session token and the signature of a signed request are not shown';
const presigned = 'the session token and the signature of a presigned URL are not shown, for the API or a file';
const tokens = 'a token of the user pool is shown nowhere: no header, path, query, body, item or permission';
const cookies = 'cookies are not shown, neither in the request nor in the event of its function';

/** Shows some headers as they were sent. */
const showHeaders =
  (isShown: (name: string, value: string) => boolean): Wrap<Redact['redactHeaders']> =>
  (sound) =>
  (rawHeaders) =>
    sound(rawHeaders).map(([name, redacted], index) => {
      const value = rawHeaders[2 * index + 1] ?? '';
      return [name, isShown(name.toLowerCase(), value) ? value : redacted];
    });

/** Shows some parameters of a query as they were sent. */
const showParameters =
  (which: RegExp): Wrap<Redact['redactQuery']> =>
  (sound) =>
  (query) => {
    const redacted = sound(query).split('&');
    const sent = query.split('&');
    return sent.map((pair, index) => (which.test(pair) ? pair : redacted[index])).join('&');
  };

/** Shows a member of what is formatted as it is. */
const showMember =
  (name: string): Wrap<Redact['formatJson']> =>
  (sound) =>
  (value) =>
    JSON.stringify({ ...JSON.parse(sound(value)), [name]: Object(value)[name] });

/** Shows the tokens in what has this name. */
const showTokensIn =
  (member: string): Wrap<Tokens['redactTokens']> =>
  (sound) =>
  (value) =>
    restoreMember(member, value, sound(value)) as typeof value;

const restoreMember = (member: string, value: unknown, redacted: unknown): unknown => {
  if (Array.isArray(redacted)) return redacted.map((each, index) => restoreMember(member, Object(value)[index], each));
  if (typeof redacted !== 'object' || redacted === null) return redacted;
  return Object.fromEntries(
    Object.entries(redacted).map(([name, each]) => {
      const before = Object(value)[name];
      return [name, name === member ? before : restoreMember(member, before, each)];
    }),
  );
};

/** Faults by which the console would show something secret of a request, named for what that is. */
export const redactionFaults: ConsoleFaults = {
  'the session token in a header': redact.around(
    'redactHeaders',
    signed,
    showHeaders((name) => name === 'x-amz-security-token'),
  ),
  'a cookie in a header': redact.around(
    'redactHeaders',
    cookies,
    showHeaders((name) => name === 'cookie'),
  ),
  'the signature in a header': redact.around(
    'redactHeaders',
    signed,
    showHeaders((_, value) => value.startsWith('AWS4-HMAC-SHA256 ')),
  ),
  'an Authorization header of another form': redact.around(
    'redactHeaders',
    'the content of an Authorization header of another form is not shown',
    showHeaders((name, value) => name === 'authorization' && !value.startsWith('AWS4-HMAC-SHA256 ')),
  ),
  'a canonical request in full': redact.around('redactCanonicalRequest', signed, () => (text) => text),
  'the query of a canonical request': redact.around('redactCanonicalRequest', presigned, (sound) => (text) => {
    const query = text.split('\n')[2] ?? '';
    return sound(text).split('\n').with(2, query).join('\n');
  }),
  'the session token in a query': redact.around('redactQuery', presigned, showParameters(/^x-amz-security-token=/i)),
  'the signature in a query': redact.around('redactQuery', presigned, showParameters(/^x-amz-signature=/i)),
  'the query of a request': redact.around('redactQuery', presigned, () => (query) => query),
  'the query of a row': redact.around('redactTarget', presigned, () => (url) => url),
  'the headers of an event': redact.around('formatJson', signed, showMember('headers')),
  'the query of an event': redact.around('formatJson', presigned, showMember('rawQueryString')),
  'the parameters of an event': redact.around('formatJson', presigned, showMember('queryStringParameters')),
  'the cookies of an event': redact.around('formatJson', cookies, showMember('cookies')),
  'a long body in full': redact.around(
    'clipText',
    'no more than the first 8,192 characters of a long body are kept',
    (clip) => (bytes) => ({ ...clip(bytes), text: String(bytes) }),
  ),
  'a token in a header of any name': ofTokens.around('redactTokens', tokens, showTokensIn('headers')),
  'a token in a path': ofTokens.around('redactTokens', tokens, showTokensIn('path')),
  'a token in a query': ofTokens.around('redactTokens', tokens, showTokensIn('query')),
  'a token in a canonical request': ofTokens.around('redactTokens', tokens, showTokensIn('canonicalRequest')),
  'a token in a body': ofTokens.around('redactTokens', tokens, showTokensIn('body')),
  'a token in an item': ofTokens.around('redactTokens', tokens, showTokensIn('asked')),
  'a token in a permission': ofTokens.around('redactTokens', tokens, showTokensIn('permission')),
  'what the request builder sent, in full': redact.around(
    'redactHeader',
    'no token and no whole signature is shown of what the request builder sends',
    () => (_, value) => value,
  ),
};
