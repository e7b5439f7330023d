import { appendFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { InvalidArgumentError, Option, program } from 'commander';
import { bundleFunctions } from '../bundles.ts';
import type { Isolation } from './dynamodb/permissions.ts';
import { PortTaken } from './listening.ts';
import { admin, type Stack, startStack } from './stack.ts';
import { DataInUse } from './state.ts';
import { banner, functionLine, mailLine, requestLine } from './terminal.ts';

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};

const portOption = (flag: string, what: string, variable: string, port: number) =>
  new Option(`${flag} <port>`, `port of ${what}, 0 for any`).env(variable).argParser(portNumber).default(port);

program
  .name('npm start --')
  .description('Runs the whole backend on this machine: sign-in, credentials, signed requests, functions, table.')
  .addOption(new Option('--data <folder>', 'where everything is kept').env('NOTES_DATA').default('.local'))
  .addOption(portOption('--port', 'the API', 'PORT', 8700))
  .addOption(portOption('--cognito-port', 'the user pool and the identity pool', 'COGNITO_PORT', 8701))
  .addOption(portOption('--dynamodb-port', 'DynamoDB', 'DYNAMODB_PORT', 8702))
  .addOption(
    new Option('--owner <id>', "which of a user's ids owns the notes")
      .env('OWNER')
      .choices(['identity', 'user-pool-sub'])
      .default('identity'),
  )
  .addOption(
    new Option('--isolation <lock>', "what stops a function that asks for another owner's key")
      .env('ISOLATION')
      .choices(['iam', 'application'])
      .default('iam'),
  )
  .option('--sources', 'run the sources as they are, and not the bundles that are deployed')
  .option(
    '--require-if-match',
    'answer 428 to a PUT or DELETE without If-Match',
    process.env.REQUIRE_IF_MATCH === 'true',
  )
  .allowExcessArguments(false)
  .parse();

const options = program.opts<{
  data: string;
  port: number;
  cognitoPort: number;
  dynamodbPort: number;
  owner: string;
  isolation: Isolation;
  sources?: boolean;
  requireIfMatch: boolean;
}>();
const data = resolve(options.data);
const print = (text: string) => process.stdout.write(`${text}\n`);

const start = (): Promise<Stack> =>
  startStack({
    ...options,
    data,
    ...(!options.sources && { bundle: bundleFunctions }),
    functions: { OWNER: options.owner, REQUIRE_IF_MATCH: String(options.requireIfMatch) },
    onResponse: (response) => print(requestLine(response)),
    onMail: (mail) => print(mailLine(mail)),
    onFunctionLine: (line) => {
      appendFileSync(join(data, 'functions.log'), `${line}\n`, { mode: 0o600 });
      const shown = functionLine(line);
      if (shown !== undefined) print(shown);
    },
  });

try {
  const stack = await start();
  print(banner(stack.outputs, admin, relative(process.cwd(), join(data, 'outputs.json')) || data));
  let stopping = false;
  const stop = async () => {
    // A second Ctrl-C does not wait for requests that are under way.
    if (stopping) process.exit(130);
    stopping = true;
    await stack[Symbol.asyncDispose]();
    process.exit(0);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  if (!(error instanceof DataInUse || error instanceof PortTaken)) throw error;
  process.stderr.write(`owned-notes: ${error.message}\n`);
  process.exit(1);
}
