import { formatOutputsOption, type OutputsFile, quoteForShell } from '../../../infra/local/outputs-option.ts';
import { type PreparedRequest, prepareRequest } from '../../../infra/local/try/prepare-request.ts';
import type { TryRequest } from '../../../infra/local/try/tried.ts';

/** The user and the stack of a request. */
export interface CommandContext {
  readonly email: string;
  readonly region: string;
  /** The endpoint of the service that gets the request. */
  readonly endpoint: string;
  readonly outputs: OutputsFile;
}

/**
 * Creates the command that sets the keys in the environment of bash or zsh, which asks for the password: the console
 * knows none. It is one command, so that a shell that it is pasted into reads all of it before it reads the password.
 * If the sign-in fails, there are no keys, and not those of another user.
 */
export const createKeysCommand = (context: Pick<CommandContext, 'email' | 'outputs'>): string =>
  `unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN NOTES_PASSWORD &&
  printf 'Password: ' >&2 && IFS= read -rs NOTES_PASSWORD && echo >&2 && export NOTES_PASSWORD &&
  NOTES_KEYS="$(${createKeysProgram(context)})" && eval "$NOTES_KEYS" && unset NOTES_KEYS`;

/** Creates the program that prints what the shell evaluates. The values contain only letters, digits, and + / =. */
export const createKeysProgram = ({ email, outputs }: Pick<CommandContext, 'email' | 'outputs'>): string =>
  `node --input-type=module -e ${quoteForShell(`
import { readFile } from 'node:fs/promises';
import { parseConfig, createSession, createUserPool } from 'owned-notes/client';
const outputs = ${createOutputsCode(outputs)};
const config = parseConfig(JSON.parse(await readFile(outputs, 'utf8')))._unsafeUnwrap();
const tokens = (await createUserPool(config).signIn(${JSON.stringify(email)}, process.env.NOTES_PASSWORD))._unsafeUnwrap();
const keys = (await createSession(config, tokens).credentials())._unsafeUnwrap();
console.log('export AWS_ACCESS_KEY_ID=' + keys.accessKeyId);
console.log('export AWS_SECRET_ACCESS_KEY=' + keys.secretAccessKey);
console.log('export AWS_SESSION_TOKEN=' + keys.sessionToken);
`)}`;

/** Creates the expression for the outputs file, which `notes` would read. */
const createOutputsCode = ({ path, isFound }: OutputsFile): string =>
  isFound ? "process.env.NOTES_OUTPUTS ?? '.local/outputs.json'" : JSON.stringify(path);

/** Creates the `curl` command. Returns `undefined` if it cannot send the request. */
export const createCurlCommand = (
  request: TryRequest,
  { region, endpoint }: Pick<CommandContext, 'region' | 'endpoint'>,
): string | undefined => {
  const prepared = prepareRequest(request, endpoint);
  if (typeof prepared === 'string' || !isForCurl(prepared)) return undefined;
  const { service, method, url, headers } = prepared;
  const all = { ...(service === 's3' && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }), ...headers };
  const lines = [
    'curl --silent --show-error --include --path-as-is --globoff',
    `--aws-sigv4 ${quoteForShell(`aws:amz:${region}:${service}`)} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    '--header "x-amz-security-token: $AWS_SESSION_TOKEN"',
    // A colon with nothing after it removes a header; a semicolon sends it empty.
    ...Object.entries(all).map(
      ([name, value]) => `--header ${quoteForShell(value === '' ? `${name};` : `${name}: ${value}`)}`,
    ),
    ...createBodyOptions(prepared),
    // With `--request HEAD`, curl would wait for a body.
    `${method === 'HEAD' ? '--head' : `--request ${quoteForShell(method)}`} ${quoteForShell(url)}`,
  ];
  return lines.join(' \\\n  ');
};

const isForCurl = ({ method, headers, body }: PreparedRequest): boolean =>
  isArgument(body) &&
  (method !== 'HEAD' || body === '') &&
  // curl sends them as UTF-8, which is another value.
  Object.values(headers).every((value) => /^[\t\x20-\x7e]*$/.test(value)) &&
  !Object.keys(headers).some((name) => ofConnection.has(name));

const createBodyOptions = ({ method, headers, body }: PreparedRequest): readonly string[] => {
  if (body === '' && bodiless.has(method)) return [];
  // Unlike `--data`, it takes an @ at the beginning literally; an empty one sends the length of 0 that a POST has. By
  // default curl sends the content type of forms, so that is removed.
  const data = `--data-raw ${quoteForShell(body)}`;
  return headers['content-type'] === undefined ? [`--header 'content-type:'`, data] : [data];
};

/** Creates the `notes` command. Returns `undefined` if it cannot send the request: it sends only JSON to the API. */
export const createNotesCommand = (
  request: TryRequest,
  { email, endpoint, outputs }: CommandContext,
): string | undefined => {
  const prepared = prepareRequest(request, endpoint);
  if (typeof prepared === 'string' || !isForNotes(prepared)) return undefined;
  const { method, url, headers, body } = prepared;
  const lines = [
    `npx notes call --username=${quoteForShell(email)} --method=${quoteForShell(method)}${formatOutputsOption(outputs)}`,
    `--path-template=${quoteForShell(url.slice(endpoint.length))}`,
    ...Object.entries(headers).map(([name, value]) => `--header=${quoteForShell(`${name}=${value}`)}`),
    ...(body === '' ? [] : [`--body=${quoteForShell(body)}`]),
  ];
  return lines.join(' \\\n  ');
};

const isForNotes = (prepared: PreparedRequest): boolean => {
  const { service, url, headers } = prepared;
  return (
    service === 'execute-api' &&
    isForFetch(prepared) &&
    hasBodyForNotes(prepared) &&
    // Braces are the command's own syntax.
    !/[{}\\]/.test(url) &&
    !Object.keys(headers).some((name) => name.startsWith('x-amz-'))
  );
};

/** Returns whether `notes call` sends this body, and no other: without one, it sends an empty object. */
const hasBodyForNotes = ({ method, headers, body }: PreparedRequest): boolean => {
  if (body === '') return method === 'GET' || method === 'HEAD' || method === 'DELETE';
  const isDropped = method === 'DELETE' && body === '{}';
  // It would add a content type that is not there.
  return isJson(body) && isArgument(body) && !isDropped && headers['content-type'] !== undefined;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Returns whether `fetch` sends a request like this [Fetch, "Methods" and "Request class"]. */
const isForFetch = ({ method, headers, body }: PreparedRequest): boolean =>
  !['CONNECT', 'TRACE', 'TRACK'].includes(method) &&
  (body === '' || (method !== 'GET' && method !== 'HEAD')) &&
  !Object.keys(headers).some((name) => ofConnection.has(name));

/** Methods with which a request without a body does not say so by a length of 0. */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/** Headers that each client sets for its own connection. */
const ofConnection: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'keep-alive', 'proxy-authenticate', 'proxy-authorization'],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** Bytes. Linux takes 128 KiB as one argument [execve(2)], with the name of an option before it. */
const longestArgument = 127 * 1024;

const isArgument = (text: string): boolean =>
  !text.includes('\0') && new TextEncoder().encode(text).length <= longestArgument;

/** Creates client code. Returns `undefined` if the client cannot send the request. */
export const createClientCode = (
  request: TryRequest,
  { email, endpoint, outputs }: CommandContext,
): string | undefined => {
  const prepared = prepareRequest(request, endpoint);
  if (typeof prepared === 'string' || prepared.service !== 'execute-api' || !isForFetch(prepared)) return undefined;
  const { method, url, headers, body } = prepared;
  const text = JSON.stringify(body);
  // `fetch` adds a content type to a text that has none.
  const given = headers['content-type'] === undefined ? `new TextEncoder().encode(${text})` : text;
  return `import { readFile } from 'node:fs/promises';
import { parseConfig, createSession, fetchSigned, createUserPool } from 'owned-notes/client';

const outputs = ${createOutputsCode(outputs)};
const config = parseConfig(JSON.parse(await readFile(outputs, 'utf8')))._unsafeUnwrap();
const password = process.env.NOTES_PASSWORD ?? '';
const tokens = (await createUserPool(config).signIn(${JSON.stringify(email)}, password))._unsafeUnwrap();
const credentials = (await createSession(config, tokens).credentials())._unsafeUnwrap();
const request = ${JSON.stringify({ method, url, headers }, null, 2)};
${body === '' ? '' : `request.body = ${given};\n`}const answer = (await fetchSigned(request, credentials, config.region))._unsafeUnwrap();
console.log(answer.status, await answer.text());
`;
};
