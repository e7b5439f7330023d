import { styleText } from 'node:util';
import type { ResponseSummary } from './http-api/http-api.ts';
import type { Mail } from './mailbox.ts';
import type { Outputs } from './outputs.ts';
import { formatOutputsOption, type OutputsFile } from './outputs-option.ts';
import { redactTokens } from './redact-tokens.ts';
import type { ExplainedRefusal } from './why/explanation.ts';

/** Formats what is running where, and what to paste into another terminal. */
export const formatBanner = (
  outputs: Outputs,
  user: { email: string; password: string },
  outputsFile: OutputsFile,
): string => {
  const row = (name: string, value: string, more = '') =>
    `  ${styleText('bold', name.padEnd(10))} ${value}${more && styleText('dim', `   ${more}`)}`;
  const where = formatOutputsOption(outputsFile);
  return [
    '',
    `${styleText('green', 'owned-notes is running.')} Ctrl-C stops it; its data stays.`,
    '',
    ...(outputs.PageUrl === undefined ? [] : [row('Page', outputs.PageUrl, 'open it, and sign in as the user below')]),
    ...(outputs.ConsoleUrl === undefined
      ? []
      : [row('Console', outputs.ConsoleUrl, 'each request, the table, files, users, mail')]),
    row('API', outputs.ApiEndpoint, 'Signature Version 4, service execute-api'),
    row('Cognito', outputs.CognitoEndpoint, `user pool ${outputs.UserPoolId}, identity pool ${outputs.IdentityPoolId}`),
    row('DynamoDB', outputs.DynamoDbEndpoint, `table ${outputs.NotesTableName}`),
    ...(outputs.S3Endpoint === undefined
      ? []
      : [row('S3', outputs.S3Endpoint, `bucket ${outputs.BucketName}, files below private/<identity id>/`)]),
    row('Outputs', outputsFile.path),
    row('User', `${user.email} / ${user.password}`),
    '',
    'Try it in another terminal, in this folder:',
    '',
    `  npx notes sign-in ${user.email} --password ${user.password}${where}`,
    `  npx notes create "Hello, notes"${where}`,
    `  npx notes list${where}`,
    '',
    'Requests, as they come:',
  ].join('\n');
};

export const formatRequest = (response: ResponseSummary): string => {
  const { method, path, status, milliseconds, identityId, refused } = response;
  const color = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
  const who = refused === undefined ? (identityId ?? '') : `refused: ${refused}`;
  return [
    styleText('dim', new Date().toTimeString().slice(0, 8)),
    method.padEnd(6),
    shown(path),
    styleText(color, String(status)),
    styleText('dim', `${milliseconds.toFixed(0)} ms  ${who}`),
  ].join('  ');
};

interface RefusalPlace {
  /** Whether the line of its request is right above. */
  readonly isRightBelow: boolean;
  readonly outputs: OutputsFile;
}

/**
 * Formats why a request was refused, and what to do about it. Starts with the request unless its own line is right
 * above.
 */
export const formatRefusal = (refusal: ExplainedRefusal, { isRightBelow, outputs }: RefusalPlace): string => {
  const { request, requestId, cause, advice } = refusal;
  const command = `npx notes why ${requestId}${formatOutputsOption(outputs)}`;
  const of = isRightBelow ? '' : `${request.split(' ').map(shown).join(' ')}: `;
  const line = (name: string, text: string) => `${' '.repeat(10)}${styleText('cyan', name)}  ${text}`;
  return [
    line('why', `${of}${toPlainText(cause)}`),
    line('do ', `${toPlainText(advice)} ${styleText('dim', command)}`),
  ].join('\n');
};

/** Replaces whatever in a sentence could control the terminal. */
const toPlainText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

export const formatMail = ({ to, purpose, code }: Mail): string => {
  const what = purpose === 'invitation' ? 'temporary password' : 'code';
  return `${styleText('cyan', 'mail')}  to ${shown(to)} (${purpose}): ${what} ${code}`;
};

/** Formats a line that a function wrote if it needs attention now: anything but the usual line for a request. */
export const formatFunctionLine = (line: string): string | undefined => {
  const level = parseLevel(line);
  return level === 'info' ? undefined : `${styleText('red', 'function')}  ${line.replace(/\p{Cc}/gu, '?')}`;
};

const parseLevel = (line: string): unknown => {
  try {
    return JSON.parse(line).level;
  } catch {
    return undefined;
  }
};

/** Replaces whatever could control the terminal, hides tokens, and limits the length. */
const shown = (text: string): string => {
  const visible = redactTokens(text.replace(/[^\x21-\x7e]/g, '?'));
  return visible.length > 120 ? `${visible.slice(0, 117)}...` : visible;
};
