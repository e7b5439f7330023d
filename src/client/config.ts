import { err, ok, type Result } from 'neverthrow';
import { isRecord, isText, type Members } from './shapes.ts';

/**
 * Where a deployment is, on AWS or on one machine.
 *
 * @example
 * const config: NotesConfig = {
 *   region: 'us-east-1',
 *   userPoolId: 'us-east-1_Ab1Cd2Ef3',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   identityPoolId: 'us-east-1:0d2f1c7e-…',
 *   apiEndpoint: 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
 * };
 */
export interface NotesConfig {
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** The API's URL. */
  readonly apiEndpoint: string;
  /** One URL for both pools; AWS's own where it is left out. */
  readonly cognitoEndpoint?: string;
  /** Where files are; a deployment whose notes are the user pool's `sub` has no bucket. */
  readonly bucketName?: string;
  /** S3's URL; AWS's own where it is left out. */
  readonly s3Endpoint?: string;
}

/**
 * Why outputs are not those of a notes stack; `reason` is a whole sentence.
 *
 * @example
 * const reason = parseConfig({}).match(() => '', (invalid) => invalid.reason);
 */
export interface InvalidOutputs {
  readonly kind: 'InvalidOutputs';
  readonly reason: string;
}

/** The outputs that a stack of notes has, wherever it is. */
export const requiredOutputs = ['Region', 'UserPoolId', 'UserPoolClientId', 'IdentityPoolId', 'ApiEndpoint'] as const;

/**
 * The stack of notes in outputs: those that `npm start` writes, or those of one stack in the file of `cdk deploy --outputs-file`, which
 * is an object by stack names. Which of its outputs are there is not looked at.
 */
export const findStackOutputs = (outputs: unknown): Result<Members, InvalidOutputs> => {
  if (!isRecord(outputs)) return invalid('The outputs are not a JSON object.');
  const candidates = isOfNotes(outputs) ? [outputs] : Object.values(outputs).filter(isRecord);
  const [stack, ...others] = candidates.filter(isOfNotes);
  if (stack === undefined) return invalid('There is no stack of notes in the outputs.');
  return others.length > 0 ? invalid('There is more than one stack of notes in the outputs.') : ok(stack);
};

const isOfNotes = (stack: Members): boolean => requiredOutputs.some((name) => name in stack);

/**
 * The configuration in the outputs of a deployment.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 * const config = parseConfig(JSON.parse(await readFile('outputs.json', 'utf8')));
 */
export const parseConfig = (outputs: unknown): Result<NotesConfig, InvalidOutputs> =>
  findStackOutputs(outputs).andThen((stack) => {
    const missing = requiredOutputs.filter((name) => !isText(stack[name]));
    if (missing.length > 0) return invalid(`The outputs lack ${missing.join(', ')}.`);
    const text = (name: string) => String(stack[name]);
    return ok({
      region: text('Region'),
      userPoolId: text('UserPoolId'),
      userPoolClientId: text('UserPoolClientId'),
      identityPoolId: text('IdentityPoolId'),
      apiEndpoint: text('ApiEndpoint').replace(/\/+$/, ''),
      ...(typeof stack.CognitoEndpoint === 'string' && { cognitoEndpoint: stack.CognitoEndpoint }),
      ...(isText(stack.BucketName) && { bucketName: stack.BucketName }),
      ...(isText(stack.S3Endpoint) && { s3Endpoint: stack.S3Endpoint.replace(/\/+$/, '') }),
    });
  });

const invalid = (reason: string) => err({ kind: 'InvalidOutputs', reason } as const);
