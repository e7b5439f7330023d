import { err, ok, type Result } from 'neverthrow';
import { isRecord } from './shapes.ts';

/** Where a deployment is, on AWS or on one machine. */
export interface NotesConfig {
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** The API's URL. */
  readonly apiEndpoint: string;
  /** One URL for both pools; AWS's own where it is left out. */
  readonly cognitoEndpoint?: string;
}

export interface InvalidOutputs {
  readonly kind: 'InvalidOutputs';
  readonly reason: string;
}

const required = ['Region', 'UserPoolId', 'UserPoolClientId', 'IdentityPoolId', 'ApiEndpoint'] as const;

/**
 * The configuration in the outputs of a deployment: those that `npm start` writes, or those of one stack in the file of
 * `cdk deploy --outputs-file`, which is an object by stack names.
 */
export const configOfOutputs = (outputs: unknown): Result<NotesConfig, InvalidOutputs> => {
  if (!isRecord(outputs)) return invalid('The outputs are not a JSON object.');
  const candidates = required.some((name) => name in outputs) ? [outputs] : Object.values(outputs).filter(isRecord);
  const stacks = candidates.filter((each) => required.some((name) => name in each));
  const [stack] = stacks;
  if (stack === undefined) return invalid('There is no stack of notes in the outputs.');
  if (stacks.length > 1) return invalid('There is more than one stack of notes in the outputs.');
  const missing = required.filter((name) => typeof stack[name] !== 'string' || stack[name] === '');
  if (missing.length > 0) return invalid(`The outputs lack ${missing.join(', ')}.`);
  const text = (name: string) => String(stack[name]);
  return ok({
    region: text('Region'),
    userPoolId: text('UserPoolId'),
    userPoolClientId: text('UserPoolClientId'),
    identityPoolId: text('IdentityPoolId'),
    apiEndpoint: text('ApiEndpoint').replace(/\/+$/, ''),
    ...(typeof stack.CognitoEndpoint === 'string' && { cognitoEndpoint: stack.CognitoEndpoint }),
  });
};

const invalid = (reason: string) => err({ kind: 'InvalidOutputs', reason } as const);
