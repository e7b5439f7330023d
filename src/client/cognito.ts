import { err, ok, type Result } from 'neverthrow';
import { formatAwsHost } from '../aws/domains.ts';
import type { NotesConfig } from './config.ts';
import type { Ending } from './ending.ts';
import { type Answer, decodeText, type Fetch, parseJson, sendRequest } from './exchange.ts';
import { type CognitoRefused, type ExchangeFailure, notSent } from './failures.ts';
import { isRecord, isText, type Reader } from './shapes.ts';

const services = {
  'cognito-idp': 'AWSCognitoIdentityProviderService',
  'cognito-identity': 'AWSCognitoIdentityService',
} as const;

/**
 * Why a call to one of the pools failed.
 *
 * @example
 * const hasToSignIn = ({ kind }: CognitoFailure): boolean => kind === 'CognitoRefused';
 */
export type CognitoFailure = CognitoRefused | ExchangeFailure;

/** Returns the name of the exception with which Cognito refused, or `undefined` for other failures. */
export const readExceptionType = (failure: CognitoFailure): string | undefined =>
  ({ type: undefined, ...failure }).type;

/** The value that an operation returned, and the answer that carried it. */
export interface Told<T> {
  readonly value: T;
  readonly answer: Answer;
}

export interface CognitoCall<T> {
  readonly service: keyof typeof services;
  readonly operation: string;
  readonly parameters: object;
  readonly read: Reader<T>;
  readonly ending: Ending;
  readonly fetch?: Fetch | undefined;
  /** Called with every answer, including refusals. */
  readonly onAnswer: (answer: Answer) => void;
}

/** Makes one call to the user pool or the identity pool, in AWS JSON 1.1; these calls are unsigned. Never rejects. */
export const callCognito = async <T>(
  { region, cognitoEndpoint }: Pick<NotesConfig, 'region' | 'cognitoEndpoint'>,
  { service, operation, parameters, read, ending, fetch, onAnswer }: CognitoCall<T>,
): Promise<Result<Told<T>, CognitoFailure>> => {
  const url = cognitoEndpoint ?? `https://${formatAwsHost(service, region)}/`;
  let body: string;
  try {
    body = JSON.stringify(parameters);
  } catch (cause) {
    return err(notSent(cause));
  }
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `${services[service]}.${operation}`,
    'cache-control': 'no-store',
  };
  const sent = await sendRequest({ method: 'POST', url, headers, body }, ending, fetch);
  return sent.andThen((answer) => {
    onAnswer(answer);
    return readAnswer(answer, operation, read);
  });
};

const readAnswer = <T>(answer: Answer, operation: string, read: Reader<T>): Result<Told<T>, CognitoFailure> => {
  const { url, status } = answer;
  const body = parseJson(answer);
  const unexpected = (reason: string) => err({ kind: 'UnexpectedAnswer', url, status, reason } as const);
  if (status !== 200)
    return isRecord(body) && isText(body.__type) ? err(createRefusal(body.__type, body)) : unexpected(`HTTP ${status}`);
  const value = read(isNothing(answer) ? {} : body);
  return value === undefined ? unexpected(`That is not an answer to ${operation}.`) : ok({ value, answer });
};

const createRefusal = (name: string, { message, Message }: Readonly<Record<string, unknown>>): CognitoRefused => {
  const type = name.replace(/.*#/, '');
  return { kind: 'CognitoRefused', type, message: isText(message) ? message : isText(Message) ? Message : type };
};

/**
 * Whether an answer is an empty body with Cognito's own content type, which no page has. Operations that return nothing
 * send that, or `{}` [Amazon Cognito API Reference, "RevokeToken", "DeleteUser": an HTTP 200 response with an empty
 * HTTP body].
 */
const isNothing = (answer: Answer): boolean =>
  decodeText(answer) === '' && /^application\/x-amz-json-1\.[01]\b/.test(String(answer.headers.get('content-type')));

/** Reads the answer of an operation that returns nothing. */
export const readAnyRecord: Reader<object> = (value) => (isRecord(value) ? value : undefined);
