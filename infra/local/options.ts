import { Command, InvalidArgumentError, Option } from 'commander';
import type { Choices } from './template/local-stage.ts';

/** The options of `npm start --`, from flags or else from environment variables. */
export interface Options extends Choices {
  readonly data: string;
  readonly port: number;
  readonly cognitoPort: number;
  readonly dynamodbPort: number;
  readonly s3Port: number;
  readonly pagePort: number;
  readonly consolePort: number;
  readonly sources?: boolean;
}

/** The flags that take a port, 0 for any free port. */
export const portFlags = [
  '--port',
  '--cognito-port',
  '--dynamodb-port',
  '--s3-port',
  '--page-port',
  '--console-port',
] as const;

/** Creates the command. It also reads `process.env`. */
export const createCommand = (): Command =>
  new Command('npm start --')
    .description(
      'Runs the whole backend on this machine: sign-in, credentials, signed requests, functions, table, files.',
    )
    .addOption(new Option('--data <folder>', 'where everything is kept').env('NOTES_DATA').default('.local'))
    .addOption(createPortOption('--port', 'the API', 'PORT', 8700))
    .addOption(createPortOption('--cognito-port', 'the user pool and the identity pool', 'COGNITO_PORT', 8701))
    .addOption(createPortOption('--dynamodb-port', 'DynamoDB', 'DYNAMODB_PORT', 8702))
    .addOption(createPortOption('--s3-port', 'S3, for files', 'S3_PORT', 8703))
    .addOption(createPortOption('--page-port', 'the page', 'PAGE_PORT', 8704))
    .addOption(createPortOption('--console-port', 'the console', 'CONSOLE_PORT', 8705))
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
    .option('--sources', 'run the sources instead of the bundles that are deployed; pages change as you save')
    .option(
      '--require-if-match',
      'answer 428 to a PUT or DELETE without If-Match',
      process.env.REQUIRE_IF_MATCH === 'true',
    )
    .addOption(
      new Option(
        '--sweep-minutes <n>',
        'how often to look for files that no note refers to; the second time deletes them',
      )
        .env('SWEEP_MINUTES')
        .argParser(parseMinutes)
        .default(24 * 60),
    )
    .allowExcessArguments(false);

const createPortOption = (flag: (typeof portFlags)[number], what: string, variable: string, port: number): Option =>
  new Option(`${flag} <port>`, `port of ${what}, 0 for any`).env(variable).argParser(parsePort).default(port);

/** Parses minutes: EventBridge rates are in whole minutes. */
const parseMinutes = (text: string): number => {
  const count = Number(text);
  // Two weeks: a timer in Node cannot wait for a month.
  if (!/^[1-9]\d*$/.test(text) || count > 20_160)
    throw new InvalidArgumentError('Minutes are a whole number from 1 to 20,160.');
  return count;
};

const parsePort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};
