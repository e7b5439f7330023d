import type { TryRequest, TryService } from './tried.ts';

// The console's page uses this too, so that the commands that it shows send the same request.

/** A request as it is sent, except for its signature. */
export interface PreparedRequest {
  readonly service: TryService;
  readonly method: string;
  /** Without dot segments and fragment: a URL has none when it is sent. */
  readonly url: string;
  /** By lower-case name, each once; without those that the signature sets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Prepares a request to be signed and sent. Returns a sentence that says why if it cannot be sent. */
export const prepareRequest = (
  { service, method, path, headers, body }: TryRequest,
  endpoint: string,
): PreparedRequest | string => {
  if (!/^[A-Z]+$/.test(method)) return 'A method consists of capital letters.';
  if (method === 'CONNECT') return 'CONNECT is for proxies.';
  if (!/^\/[\x21-\x7e]*$/.test(path) || path.startsWith('//'))
    return 'A path begins with one slash, and has no characters that must be escaped.';
  // [Node.js, `http.validateHeaderValue`]: a URL's API also takes control characters.
  if (headers.some(([, value]) => /[^\t\x20-\x7e\x80-\xff]/.test(value)))
    return 'A header has characters that cannot be sent.';
  try {
    const { origin, pathname, search } = new URL(`${endpoint}${path}`);
    const given = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
    for (const name of ofSignature) given.delete(name);
    // Two empty values are joined to one that ends with a space, which nobody sends.
    const sent = [...given].map(([name, value]): [string, string] => [name, value.replace(/^[\t ]+|[\t ]+$/g, '')]);
    return { service, method, url: `${origin}${pathname}${search}`, headers: Object.fromEntries(sent), body };
  } catch (error) {
    return `That cannot be sent: ${error instanceof Error ? error.message : 'the reason is not known'}`;
  }
};

/** What the signer sets, whatever is given. */
const ofSignature = ['authorization', 'host', 'x-amz-date', 'x-amz-security-token'];
