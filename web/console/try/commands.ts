import type { TryRequest } from '../../../infra/local/try/tried.ts';

/** Whose request, at which stack. */
export interface CommandContext {
  readonly email: string;
  readonly region: string;
  /** Of the service that the request goes to. */
  readonly endpoint: string;
}

/** One word of a POSIX shell, whatever is in the text. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Keys in the shell's environment. The password is asked for there, and the console knows none. */
export const keysCommand = ({ email }: CommandContext): string =>
  `read -rs -p 'Password: ' NOTES_PASSWORD && export NOTES_PASSWORD
eval "$(${keysProgram(email)})"`;

/** Prints what the shell is to evaluate; the values are of letters, digits, and + / = alone. */
export const keysProgram = (email: string): string =>
  `node --input-type=module -e ${quoted(`
import { readFile } from 'node:fs/promises';
import { configOfOutputs, sessionOf, userPool } from 'owned-notes/client';
const outputs = process.env.NOTES_OUTPUTS ?? '.local/outputs.json';
const config = configOfOutputs(JSON.parse(await readFile(outputs, 'utf8')))._unsafeUnwrap();
const tokens = (await userPool(config).signIn(${JSON.stringify(email)}, process.env.NOTES_PASSWORD))._unsafeUnwrap();
const keys = (await sessionOf(config, tokens).credentials())._unsafeUnwrap();
console.log('export AWS_ACCESS_KEY_ID=' + keys.accessKeyId);
console.log('export AWS_SECRET_ACCESS_KEY=' + keys.secretAccessKey);
console.log('export AWS_SESSION_TOKEN=' + keys.sessionToken);
`)}`;

export const curlCommand = (
  { service, method, path, headers, body }: TryRequest,
  { region, endpoint }: CommandContext,
): string => {
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  const lines = [
    'curl --silent --show-error --include --path-as-is --globoff',
    `--aws-sigv4 ${quoted(`aws:amz:${region}:${service}`)} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    '--header "x-amz-security-token: $AWS_SESSION_TOKEN"',
    ...(service === 's3' ? [`--header 'x-amz-content-sha256: UNSIGNED-PAYLOAD'`] : []),
    // A colon and nothing takes a header away; a semicolon sends it empty.
    ...headers.map(([name, value]) => `--header ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    // Unlike `--data`, takes an @ at the beginning for itself. curl has a type of its own for forms.
    ...(body === ''
      ? []
      : [...(has('content-type') ? [] : [`--header 'content-type:'`]), `--data-raw ${quoted(body)}`]),
    `--request ${quoted(method)} ${quoted(`${endpoint}${path}`)}`,
  ];
  return lines.join(' \\\n  ');
};

/** `undefined` where the command cannot send it: it speaks JSON to the API. */
export const notesCommand = (
  { service, method, path, headers, body }: TryRequest,
  { email }: CommandContext,
): string | undefined => {
  if (service !== 'execute-api' || (body !== '' && !isJson(body)) || /[{}#\\]/.test(path)) return undefined;
  const lines = [
    `npx notes call --username=${quoted(email)} --method=${quoted(method)}`,
    `--path-template=${quoted(path)}`,
    ...headers.map(([name, value]) => `--header=${quoted(`${name}=${value}`)}`),
    ...(body === '' ? [] : [`--body=${quoted(body)}`]),
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

export const clientCode = (
  { service, method, path, headers, body }: TryRequest,
  { email, endpoint }: CommandContext,
): string | undefined => {
  if (service !== 'execute-api') return undefined;
  const request = {
    ...{ method, url: `${endpoint}${path}`, headers: Object.fromEntries(headers) },
    ...(body !== '' && { body }),
  };
  return `import { readFile } from 'node:fs/promises';
import { configOfOutputs, sessionOf, signedFetch, userPool } from 'owned-notes/client';

const outputs = process.env.NOTES_OUTPUTS ?? '.local/outputs.json';
const config = configOfOutputs(JSON.parse(await readFile(outputs, 'utf8')))._unsafeUnwrap();
const password = process.env.NOTES_PASSWORD ?? '';
const tokens = (await userPool(config).signIn(${JSON.stringify(email)}, password))._unsafeUnwrap();
const credentials = (await sessionOf(config, tokens).credentials())._unsafeUnwrap();
const request = ${JSON.stringify(request, null, 2)};
const answer = (await signedFetch(request, credentials, config.region))._unsafeUnwrap();
console.log(answer.status, await answer.text());
`;
};
