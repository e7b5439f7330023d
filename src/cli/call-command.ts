import type { Command } from 'commander';
import { type NotesConfig, sessionOf, signedFetch } from '../client/client.ts';
import { type GlobalOptions, signIn } from './account-commands.ts';
import { expectOk } from './expect-ok.ts';
import { exitCodeOf, usage } from './failure.ts';
import { passwordOf, textOf } from './input.ts';
import { findOutputs, readConfig } from './outputs.ts';

interface CallOptions extends GlobalOptions {
  readonly username: string;
  readonly password?: string;
  readonly userPoolId?: string;
  readonly appClientId?: string;
  readonly cognitoRegion?: string;
  readonly identityPoolId?: string;
  readonly cognitoEndpoint?: string;
  readonly invokeUrl?: string;
  readonly apiGatewayRegion?: string;
  readonly apiKey?: string;
  readonly accessTokenHeader?: string;
  readonly pathTemplate: string;
  readonly method: string;
  readonly params: string;
  readonly additionalParams: string;
  readonly body: string;
  readonly param: readonly string[];
  readonly header: readonly string[];
  readonly query: readonly string[];
  readonly data: readonly string[];
}

const help = `
The flags are those of the tutorial's tool (aws-api-gateway-cli-test); those that name a
deployment may be left out where its outputs are found. JSON needs quotes that not every
shell takes alike. These forms are the same in all of them:

  notes call --username EMAIL --path-template /notes --method POST --data content=hello
  notes call --username EMAIL --path-template "/notes/{id}" --param id=ID --header "if-match=*"
  notes call --username EMAIL --path-template /notes --method POST --body @note.json
`;

const repeatable = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** One signed request, step by step, as the tutorial's tool does it. */
export const addCallCommand = (program: Command): void => {
  program
    .command('call')
    .description('sign in, get credentials and send one signed request')
    .requiredOption('--username <email>', 'who signs in')
    .option('--password <password>', 'the password; others can see it there, so rather be asked, or set NOTES_PASSWORD')
    .option('--user-pool-id <id>', 'user pool')
    .option('--app-client-id <id>', "the user pool's app client")
    .option('--cognito-region <region>', 'region of both pools (default: us-east-1)')
    .option('--identity-pool-id <id>', 'identity pool')
    .option('--cognito-endpoint <url>', 'URL of both pools, if they are not on AWS')
    .option('--invoke-url <url>', 'URL of the API')
    .option('--api-gateway-region <region>', 'region of the API (default: us-east-1)')
    .option('--api-key <key>', 'sent as x-api-key')
    .option('--access-token-header <name>', "header to send the user pool's access token in")
    .requiredOption('--path-template <path>', 'path, with {name} for parameters')
    .option('--method <method>', 'method', 'GET')
    .option('--params <json>', 'values for the path template', '{}')
    .option('--additional-params <json>', '"headers" and "queryParams"', '{}')
    .option('--body <json>', 'body; @FILE reads it from a file, - from standard input', '{}')
    .option('--param <name=value>', 'one value for the path template', repeatable, [])
    .option('--header <name=value>', 'one header', repeatable, [])
    .option('--query <name=value>', 'one query parameter', repeatable, [])
    .option('--data <name=value>', 'one member of the body', repeatable, [])
    .addHelpText('after', help)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<CallOptions>();
      const config = configOf(options);
      const request = requestOf(options);
      const password = await passwordOf(options.password);

      console.log('Authenticating with User Pool');
      const tokens = await signIn(config, options.username, password);
      console.log('Getting temporary credentials');
      const credentials = await expectOk(sessionOf(config, tokens).credentials());
      console.log('Making API request');
      const token = options.accessTokenHeader;
      const response = await expectOk(
        signedFetch(
          {
            ...request,
            url: `${config.apiEndpoint}${request.path}`,
            headers: { ...request.headers, ...(token !== undefined && { [token]: tokens.accessToken }) },
          },
          credentials,
          options.apiGatewayRegion ?? config.region,
          {},
        ),
      );
      const text = await response.text();
      console.dir({ status: response.status, statusText: response.statusText, data: dataOf(text) }, { depth: 4 });
      process.exitCode = exitCodeOf(response.status);
    });
};

/** The deployment by flags, and what flags leave out by its outputs, if there are any. */
const configOf = (options: CallOptions): NotesConfig => {
  const flags = {
    region: options.cognitoRegion,
    userPoolId: options.userPoolId,
    userPoolClientId: options.appClientId,
    identityPoolId: options.identityPoolId,
    apiEndpoint: options.invokeUrl?.replace(/\/+$/, ''),
    cognitoEndpoint: options.cognitoEndpoint,
  };
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const names = ['userPoolId', 'userPoolClientId', 'identityPoolId', 'apiEndpoint'];
  if (names.every((name) => name in given)) return { region: 'us-east-1', ...given } as unknown as NotesConfig;
  if (
    options.outputs === undefined &&
    process.env.NOTES_OUTPUTS === undefined &&
    findOutputs(process.cwd()) === undefined
  )
    throw usage('Give --user-pool-id, --app-client-id, --identity-pool-id and --invoke-url, or --outputs.');
  return { ...readConfig(options.outputs), ...given };
};

const requestOf = (options: CallOptions) => {
  const params = { ...jsonOf('--params', options.params), ...pairsOf('--param', options.param) };
  const additional = jsonOf('--additional-params', options.additionalParams);
  const query = { ...recordOf(additional.queryParams), ...pairsOf('--query', options.query) };
  const data = pairsOf('--data', options.data);
  const method = options.method.toUpperCase();
  const body = options.data.length > 0 ? JSON.stringify(data) : textOf(options.body);
  if (options.data.length === 0) jsonOf('--body', body);
  const bodiless = method === 'GET' || method === 'HEAD' || (method === 'DELETE' && body === '{}');
  const path = options.pathTemplate.replace(/\{(\w+)\}/g, (_, name) => {
    if (!Object.hasOwn(params, name)) throw usage(`The path has {${name}}, but there is no such parameter.`);
    return encodeURIComponent(String(params[name]));
  });
  const search = new URLSearchParams(query).toString();
  return {
    method,
    path: `${path.startsWith('/') ? '' : '/'}${path}${search && `?${search}`}`,
    headers: {
      accept: 'application/json',
      ...(!bodiless && { 'content-type': 'application/json' }),
      ...(options.apiKey !== undefined && { 'x-api-key': options.apiKey }),
      ...recordOf(additional.headers),
      ...pairsOf('--header', options.header),
    },
    ...(!bodiless && { body }),
  };
};

const jsonOf = (flag: string, text: string): Record<string, unknown> => {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    throw usage(
      `${flag} is not JSON. Quotes may have got lost in the shell: see \`notes call --help\` for forms without.`,
    );
  }
};

const recordOf = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};

const pairsOf = (flag: string, pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf('=');
      if (mark < 1) throw usage(`${flag} takes name=value.`);
      return [pair.slice(0, mark), pair.slice(mark + 1)];
    }),
  );

const dataOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
