import { err, ok, type Result } from 'neverthrow';
import { isRecord, isText, type Members } from './shapes.ts';

/**
 * The addresses and ids of a deployment, on AWS or on one machine.
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
  /** One URL for both pools; AWS's own by default. */
  readonly cognitoEndpoint?: string;
  /** The bucket of the files. A deployment whose notes belong to the user pool's `sub` has none. */
  readonly bucketName?: string;
  /** S3's URL; AWS's own by default. */
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

/** The outputs that every notes stack has, on AWS or on one machine. */
export const requiredOutputs = ['Region', 'UserPoolId', 'UserPoolClientId', 'IdentityPoolId', 'ApiEndpoint'] as const;

/**
 * Finds the outputs of the notes stack in those that `npm start` writes, or in those of `cdk deploy --outputs-file`, an
 * object keyed by stack name. Does not check which of its outputs are there.
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
 * Parses the configuration from the outputs of a deployment.
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
