import type { Command } from 'commander';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { AddCommands, GlobalOptions } from './here.ts';
import { findOutputsFile, readConfigFile } from './outputs.ts';
import { type Refusal, readRefusals } from './refusals-file.ts';
import { lines, type Words, words } from './terminal.ts';

export const addWhyCommand: AddCommands = (program, { world, terminal }) => {
  program
    .command('why')
    .argument('[request-id]', 'apigw-requestid of the answer (default: the last refused request)')
    .description('explain why a stack on this machine refused a request')
    .action(async (requestId: string | undefined, _: unknown, command: Command) => {
      const { outputs, json } = command.optsWithGlobals<GlobalOptions>();
      const file = findOutputsFile(world, outputs);
      const { cognitoEndpoint } = readConfigFile(file, world);
      // The outputs of a deployment on AWS have no pool endpoint.
      if (cognitoEndpoint === undefined) throw onAws(requestId);
      const refusals = readRefusals(file, world.uid);
      const refusal =
        requestId === undefined ? refusals.at(-1) : refusals.findLast((each) => each.requestId === requestId);
      if (refusal !== undefined) return terminal.result(json, refusal, describeRefusal(refusal));
      if (requestId === undefined) return terminal.result(json, null, words`Nothing has been refused yet.`);
      throw new CliError(
        exitCodes.notFound,
        `No refusal of ${requestId} is kept. Only the last few hundred are, ` +
          'and a request that was not refused has none.',
      );
    });
};

const onAws = (requestId = 'REQUEST-ID'): CliError =>
  new CliError(
    exitCodes.usage,
    'These outputs are those of a deployment on AWS, which does not say why. Look in CloudWatch Logs: ' +
      `the API's access log (/aws/vendedlogs/STACK/access/…) has a line for each request, ` +
      'and the log group of its function has another, with problem and reason: ' +
      `aws logs filter-log-events --log-group-name GROUP --filter-pattern '"${requestId}"'. ` +
      'Only a stack on this machine explains signatures: npm start, and send the request there. ' +
      `\`notes doctor\` checks the chain, and names the first thing that is wrong.`,
  );

const describeRefusal = (refusal: Refusal): Words => {
  const { time, requestId, request, status, identityId, cause, advice, sections } = refusal;
  return lines([
    words`${request}${status === undefined ? '' : `: ${status}`}`,
    words`${time}, request ${requestId}${identityId === undefined ? '' : `, by ${identityId}`}`,
    words``,
    words`Why  ${cause}`,
    words`Do   ${advice}`,
    ...sections.flatMap((section) => [
      words``,
      words`${section.title}:`,
      ...section.lines.map((line) => words`  ${line}`),
    ]),
  ]);
};
