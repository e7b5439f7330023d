import { randomUUID } from 'node:crypto';
import type { NotesConfig } from '../client/config.ts';
import { isAmount, isRecord, isText } from '../client/shapes.ts';
import type { Tokens } from '../client/user-pool-answers.ts';

/** A sign-in and where it was made: tokens go only to the endpoints that issued them. */
export interface SignIn extends Tokens {
  readonly at: NotesConfig;
}

/** Sign-ins by arbitrary names that begin with the app client's id; only `at` tells them apart. */
export type SignIns = Readonly<Record<string, SignIn>>;

/** Every part of a configuration counts: a missing one does not compile. */
const parts: { readonly [K in keyof Required<NotesConfig>]: (at: NotesConfig) => NotesConfig[K] } = {
  region: ({ region }) => region,
  userPoolId: ({ userPoolId }) => userPoolId,
  userPoolClientId: ({ userPoolClientId }) => userPoolClientId,
  identityPoolId: ({ identityPoolId }) => identityPoolId,
  apiEndpoint: ({ apiEndpoint }) => apiEndpoint,
  cognitoEndpoint: ({ cognitoEndpoint }) => cognitoEndpoint,
  bucketName: ({ bucketName }) => bucketName,
  s3Endpoint: ({ s3Endpoint }) => s3Endpoint,
};

const isSame = (one: NotesConfig, other: NotesConfig): boolean =>
  Object.values(parts).every((part) => part(one) === part(other));

export const findSignIn = (signIns: SignIns, at: NotesConfig): SignIn | undefined =>
  Object.values(signIns).find((each) => isSame(each.at, at));

/** Returns the sign-ins with this one added, in place of an earlier one at the same deployment. */
export const withSignIn = (signIns: SignIns, at: NotesConfig, tokens: Tokens): SignIns => {
  const others = withoutSignIn(signIns, at);
  const { userPoolClientId } = at;
  const name = Object.hasOwn(others, userPoolClientId) ? `${userPoolClientId} ${randomUUID()}` : userPoolClientId;
  const { idToken, accessToken, refreshToken, expires } = tokens;
  return { ...others, [name]: { idToken, accessToken, refreshToken, expires, at } };
};

export const withoutSignIn = (signIns: SignIns, at: NotesConfig): SignIns =>
  Object.fromEntries(Object.entries(signIns).filter(([, each]) => !isSame(each.at, at)));

/**
 * Parses the content of a file, or returns `undefined` if it is not ours. Leaves out entries of earlier versions, which
 * have no endpoints: nobody knows who their tokens are for.
 */
export const parseSignIns = (said: unknown): SignIns | undefined =>
  isRecord(said)
    ? Object.fromEntries(Object.entries(said).filter((entry): entry is [string, SignIn] => isSignIn(entry[1])))
    : undefined;

const isSignIn = (entry: unknown): entry is SignIn =>
  isRecord(entry) &&
  isText(entry.idToken) &&
  isText(entry.accessToken) &&
  isText(entry.refreshToken) &&
  isAmount(entry.expires) &&
  isRecord(entry.at);
