import { STATUS_CODES } from 'node:http';
import { inspect } from 'node:util';
import type { Command } from 'commander';
import type { NotesConfig } from '../client/config.ts';
import { createSession } from '../client/credentials-session.ts';
import { fetchSigned } from '../client/signed-fetch.ts';
import { passwordHelp } from './account-commands.ts';
import { createCallRequest, type RequestOptions } from './call-request.ts';
import { checkConfig } from './check-config.ts';
import { usage } from './cli-error.ts';
import { exitCodeOfStatus } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import { checkHeader } from './headers.ts';
import type { GlobalOptions, Here } from './here.ts';
import { readPassword } from './input.ts';
import { findOutputs, readConfigToSignIn } from './outputs.ts';
import { signIn } from './sign-in.ts';
import { block, words } from './terminal.ts';

interface CallCommandOptions extends GlobalOptions, RequestOptions {
  readonly username: string;
  readonly password?: string;
  readonly code?: string;
  readonly userPoolId?: string;
  readonly appClientId?: string;
  readonly cognitoRegion?: string;
  readonly identityPoolId?: string;
  readonly cognitoEndpoint?: string;
  readonly invokeUrl?: string;
  readonly apiGatewayRegion?: string;
}

const help = `
The flags are those of the tutorial's tool (aws-api-gateway-cli-test). Those that name a
deployment can be left out if its outputs are found. JSON needs quotes, which shells treat
differently. These forms work in every shell:

  notes call --username EMAIL --path-template /notes --method POST --data content=hello
  notes call --username EMAIL --path-template "/notes/{id}" --param id=ID --header "if-match=*"
  notes call --username EMAIL --path-template /notes --method POST --body @note.json
`;

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/**
 * Adds `call`, which sends one signed request step by step, as the tutorial's tool does. `onStatus` receives the exit
 * status for the answer.
 */
export const addCallCommand = (program: Command, here: Here, onStatus: (exitCode: number) => void): void => {
  const { world, terminal, client } = here;
  const { signal } = world;
  program
    .command('call')
    .description('sign in, get credentials and send one signed request')
    .requiredOption('--username <email>', 'user to sign in as')
    .option('--password <password>', passwordHelp)
    .option('--code <code>', 'code from the authenticator app, if there is one')
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
    .option('--param <name=value>', 'one value for the path template', collect, [])
    .option('--header <name=value>', 'one header', collect, [])
    .option('--query <name=value>', 'one query parameter', collect, [])
    .option('--data <name=value>', 'one member of the body', collect, [])
    .addHelpText('after', help)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<CallCommandOptions>();
      const { accessTokenHeader, apiGatewayRegion, username, code, json } = options;
      if (accessTokenHeader !== undefined) checkHeader('--access-token-header', accessTokenHeader, '');
      const request = await createCallRequest(options, world);
      const config = createConfig(options, here);
      const region = apiGatewayRegion ?? config.region;
      checkConfig({ ...config, region }, '--api-gateway-region');
      const password = await readPassword(world, options.password);

      // With `--json`, the output is a single document.
      const step = (told: string) => (json ? undefined : terminal.result(false, undefined, words`${told}`));
      step('Authenticating with User Pool');
      const tokens = await signIn(here, config, username, { password, code });
      step('Getting temporary credentials');
      const credentials = await expectOk(createSession(config, tokens, client).credentials({ signal }));
      step('Making API request');
      const headers = {
        ...request.headers,
        ...(accessTokenHeader !== undefined && { [accessTokenHeader.toLowerCase()]: tokens.accessToken }),
      };
      const asked = { ...request, headers, url: `${config.apiEndpoint}${request.path}` };
      const response = await expectOk(fetchSigned(asked, credentials, region, { ...client, signal }));
      const { status } = response;
      const answer = { status, statusText: STATUS_CODES[status] ?? '', data: parseData(await response.text()) };
      terminal.result(json, answer, block(inspect(answer, { depth: 4, customInspect: false })));
      onStatus(exitCodeOfStatus(status));
    });
};

/** Returns the deployment that the flags name; its outputs, if any, supply what the flags leave out. */
const createConfig = (options: CallCommandOptions, here: Here): NotesConfig => {
  const { cognitoRegion, userPoolId, appClientId, identityPoolId, invokeUrl, cognitoEndpoint } = options;
  const apiEndpoint = invokeUrl?.replace(/\/+$/, '');
  const given = {
    ...(cognitoRegion !== undefined && { region: cognitoRegion }),
    ...(cognitoEndpoint !== undefined && { cognitoEndpoint }),
  };
  if (
    userPoolId !== undefined &&
    appClientId !== undefined &&
    identityPoolId !== undefined &&
    apiEndpoint !== undefined
  ) {
    const pools = { userPoolId, userPoolClientId: appClientId, identityPoolId };
    return checkConfig({ region: 'us-east-1', ...given, ...pools, apiEndpoint }, 'The flags');
  }
  const { env, cwd } = here.world;
  if (options.outputs === undefined && !env.NOTES_OUTPUTS && findOutputs(cwd) === undefined)
    throw usage('Give --user-pool-id, --app-client-id, --identity-pool-id and --invoke-url, or --outputs.');
  const config = {
    ...readConfigToSignIn(here, options),
    ...given,
    ...(userPoolId !== undefined && { userPoolId }),
    ...(appClientId !== undefined && { userPoolClientId: appClientId }),
    ...(identityPoolId !== undefined && { identityPoolId }),
    ...(apiEndpoint !== undefined && { apiEndpoint }),
  };
  return checkConfig(config, 'The flags');
};

const parseData = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
