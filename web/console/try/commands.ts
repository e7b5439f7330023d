import type { TryRequest } from '../../../infra/local/try/tried.ts';

/** The user and the stack of a request. */
export interface CommandContext {
  readonly email: string;
  readonly region: string;
  /** The endpoint of the service that gets the request. */
  readonly endpoint: string;
}

/** Quotes any text as one word of a POSIX shell. */
export const quoteForShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Creates the command that sets the keys in the shell's environment. The shell asks for the password, because the
 * console knows none.
 */
export const createKeysCommand = ({ email }: CommandContext): string =>
  `read -rs -p 'Password: ' NOTES_PASSWORD && export NOTES_PASSWORD
eval "$(${createKeysProgram(email)})"`;

/** Creates the program that prints what the shell evaluates. The values contain only letters, digits, and + / =. */
export const createKeysProgram = (email: string): string =>
  `node --input-type=module -e ${quoteForShell(`
import { readFile } from 'node:fs/promises';
import { parseConfig, createSession, createUserPool } from 'owned-notes/client';
const outputs = process.env.NOTES_OUTPUTS ?? '.local/outputs.json';
const config = parseConfig(JSON.parse(await readFile(outputs, 'utf8')))._unsafeUnwrap();
const tokens = (await createUserPool(config).signIn(${JSON.stringify(email)}, process.env.NOTES_PASSWORD))._unsafeUnwrap();
const keys = (await createSession(config, tokens).credentials())._unsafeUnwrap();
console.log('export AWS_ACCESS_KEY_ID=' + keys.accessKeyId);
console.log('export AWS_SECRET_ACCESS_KEY=' + keys.secretAccessKey);
console.log('export AWS_SESSION_TOKEN=' + keys.sessionToken);
`)}`;

export const createCurlCommand = (
  { service, method, path, headers, body }: TryRequest,
  { region, endpoint }: CommandContext,
): string => {
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  const lines = [
    'curl --silent --show-error --include --path-as-is --globoff',
    `--aws-sigv4 ${quoteForShell(`aws:amz:${region}:${service}`)} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    '--header "x-amz-security-token: $AWS_SESSION_TOKEN"',
    ...(service === 's3' ? [`--header 'x-amz-content-sha256: UNSIGNED-PAYLOAD'`] : []),
    // A colon with nothing after it removes a header; a semicolon sends it empty.
    ...headers.map(([name, value]) => `--header ${quoteForShell(value === '' ? `${name};` : `${name}: ${value}`)}`),
    // Unlike `--data`, it takes an @ at the beginning literally. By default curl sends the content type of forms, so
    // that is removed.
    ...(body === ''
      ? []
      : [...(has('content-type') ? [] : [`--header 'content-type:'`]), `--data-raw ${quoteForShell(body)}`]),
    `--request ${quoteForShell(method)} ${quoteForShell(`${endpoint}${path}`)}`,
  ];
  return lines.join(' \\\n  ');
};

/** Creates the `notes` command. Returns `undefined` if it cannot send the request: it sends only JSON to the API. */
export const createNotesCommand = (
  { service, method, path, headers, body }: TryRequest,
  { email }: CommandContext,
): string | undefined => {
  if (service !== 'execute-api' || (body !== '' && !isJson(body)) || /[{}#\\]/.test(path)) return undefined;
  const lines = [
    `npx notes call --username=${quoteForShell(email)} --method=${quoteForShell(method)}`,
    `--path-template=${quoteForShell(path)}`,
    ...headers.map(([name, value]) => `--header=${quoteForShell(`${name}=${value}`)}`),
    ...(body === '' ? [] : [`--body=${quoteForShell(body)}`]),
  ];
  return lines.join(' \\\n  ');
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export const createClientCode = (
  { service, method, path, headers, body }: TryRequest,
  { email, endpoint }: CommandContext,
): string | undefined => {
  if (service !== 'execute-api') return undefined;
  const request = {
    ...{ method, url: `${endpoint}${path}`, headers: Object.fromEntries(headers) },
    ...(body !== '' && { body }),
  };
  return `import { readFile } from 'node:fs/promises';
import { parseConfig, createSession, fetchSigned, createUserPool } from 'owned-notes/client';

const outputs = process.env.NOTES_OUTPUTS ?? '.local/outputs.json';
const config = parseConfig(JSON.parse(await readFile(outputs, 'utf8')))._unsafeUnwrap();
const password = process.env.NOTES_PASSWORD ?? '';
const tokens = (await createUserPool(config).signIn(${JSON.stringify(email)}, password))._unsafeUnwrap();
const credentials = (await createSession(config, tokens).credentials())._unsafeUnwrap();
const request = ${JSON.stringify(request, null, 2)};
const answer = (await fetchSigned(request, credentials, config.region))._unsafeUnwrap();
console.log(answer.status, await answer.text());
`;
};
