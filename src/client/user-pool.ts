import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Clock, createClock } from './clock.ts';
import { type CognitoFailure, callCognito, nothing } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import { type Ending, withEnding } from './ending.ts';
import type { Fetch } from './exchange.ts';
import type { CognitoRefused } from './failures.ts';
import { findMissingCrypto } from './platform.ts';
import { isText, type Reader, readRecord, readText } from './shapes.ts';
import { createPasswordClaim, createSrpKeys, formatSrpTimestamp } from './srp.ts';
import {
  type Challenge,
  readDelivery,
  readSrpChallenge,
  type SignInAnswer,
  signInAnswer,
  type Tokens,
} from './user-pool-answers.ts';

/**
 * The password was right but temporary: a new one has to be set, with `setNewPassword`.
 *
 * @example
 * import { errAsync } from 'neverthrow';
 * const tokens = await pool
 *   .signIn('ann@example.com', temporary)
 *   .orElse((failure) =>
 *     failure.kind === 'NewPasswordRequired' ? pool.setNewPassword(failure, password) : errAsync(failure),
 *   );
 */
export interface NewPasswordRequired {
  readonly kind: 'NewPasswordRequired';
  readonly username: string;
  /** Good for three minutes. */
  readonly session: string;
}

/**
 * The password was right, and a code of the user's authenticator app is due: `answerSecondFactor`.
 *
 * @example
 * import { errAsync } from 'neverthrow';
 * const tokens = await pool
 *   .signIn('ann@example.com', password)
 *   .orElse((failure) =>
 *     failure.kind === 'SecondFactorRequired' ? pool.answerSecondFactor(failure, '123456') : errAsync(failure),
 *   );
 */
export interface SecondFactorRequired {
  readonly kind: 'SecondFactorRequired';
  readonly username: string;
  /** Good for three minutes. */
  readonly session: string;
}

/**
 * Why a call to the user pool failed.
 *
 * @example
 * const isTaken = (failure: UserPoolFailure): boolean =>
 *   failure.kind === 'CognitoRefused' && failure.type === 'UsernameExistsException';
 */
export type UserPoolFailure = CognitoFailure;

/** Of each call: what ends it sooner than after 30 seconds. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Where a code was mailed, as far as Cognito shows: `a***@e***`.
 *
 * @example
 * const address = await pool.signUp('ann@example.com', password).map((delivered: Delivered) => delivered.deliveredTo);
 */
export interface Delivered {
  readonly deliveredTo: string;
}

/**
 * The calls of the user pool. Each answer is read by its shape: what is not Cognito's own is an `UnexpectedAnswer`, and
 * never taken for done. Nothing is thrown, and no call takes longer than 30 seconds.
 *
 * @example
 * const tokens = await pool
 *   .confirmSignUp('ann@example.com', '123456')
 *   .andThen(() => pool.signIn('ann@example.com', password));
 */
export interface UserPool {
  /** A code is mailed to the address. */
  signUp(email: string, password: string, options?: CallOptions): ResultAsync<Delivered, UserPoolFailure>;
  /** Completes a sign-up with the code that was mailed. */
  confirmSignUp(email: string, code: string, options?: CallOptions): ResultAsync<void, UserPoolFailure>;
  /** Mails the sign-up code again. */
  resendCode(email: string, options?: CallOptions): ResultAsync<Delivered, UserPoolFailure>;
  /** By SRP: the password does not leave the machine. */
  signIn(
    email: string,
    password: string,
    options?: CallOptions,
  ): ResultAsync<Tokens, NewPasswordRequired | SecondFactorRequired | UserPoolFailure>;
  /** Completes the sign-in with a new password. */
  setNewPassword(
    challenge: NewPasswordRequired,
    password: string,
    options?: CallOptions,
  ): ResultAsync<Tokens, SecondFactorRequired | UserPoolFailure>;
  /** `code`: the six digits that the authenticator app shows. A wrong one may be tried again with the same challenge. */
  answerSecondFactor(
    challenge: SecondFactorRequired,
    code: string,
    options?: CallOptions,
  ): ResultAsync<Tokens, UserPoolFailure>;
  /** New ID and access tokens for as long as the refresh token is good. */
  refresh(tokens: Tokens, options?: CallOptions): ResultAsync<Tokens, UserPoolFailure>;
  /** Mails a code for `resetPassword`. */
  forgotPassword(email: string, options?: CallOptions): ResultAsync<Delivered, UserPoolFailure>;
  /**
   * Sets the password, then ends every sign-in that there is: whoever knew the old one may have signed in by it, and Cognito leaves
   * such sign-ins be. `othersSignedOut` says whether that was done: not where a second factor is asked for, or the network fails.
   */
  resetPassword(
    email: string,
    code: string,
    password: string,
    options?: CallOptions,
  ): ResultAsync<{ readonly othersSignedOut: boolean }, UserPoolFailure>;
  /** Changes the password of the signed-in user. Other sign-ins stay valid. */
  changePassword(
    tokens: Tokens,
    previous: string,
    proposed: string,
    options?: CallOptions,
  ): ResultAsync<void, UserPoolFailure>;
  /** Ends this sign-in, with all its tokens. */
  signOut(tokens: Tokens, options?: CallOptions): ResultAsync<void, UserPoolFailure>;
  /** Ends every sign-in of the user. */
  signOutEverywhere(tokens: Tokens, options?: CallOptions): ResultAsync<void, UserPoolFailure>;
  /** For good: the user is gone from the pool. Notes stay where they are, and nobody reaches them any more. */
  deleteAccount(tokens: Tokens, options?: CallOptions): ResultAsync<void, UserPoolFailure>;
  /** Begins to set up an authenticator app: the secret, in base32, for it to be told (`createTotpUri`). Asked for only after `confirmTotp`. */
  startTotp(tokens: Tokens, options?: CallOptions): ResultAsync<{ readonly secret: string }, UserPoolFailure>;
  /** Ends setting it up by a code of the app: from now on, a sign-in asks for one. */
  confirmTotp(tokens: Tokens, code: string, options?: CallOptions): ResultAsync<void, UserPoolFailure>;
  /** From now on, a sign-in does not ask for a code. */
  turnOffTotp(tokens: Tokens, options?: CallOptions): ResultAsync<void, UserPoolFailure>;
}

/**
 * What the client takes from its platform, to be replaced in tests or watched.
 *
 * @example
 * const options: UserPoolOptions = { fetch: (url, init) => fetch(url, init) };
 */
export interface UserPoolOptions {
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * A client for the user pool. Makes no request until one of its methods is called.
 *
 * @param options - What the client takes from its platform.
 *
 * @example
 * const pool = createUserPool(config);
 * const tokens = await pool.signIn('ann@example.com', password);
 */
export const createUserPool = (
  config: NotesConfig,
  { fetch, now = () => Date.now() }: UserPoolOptions = {},
): UserPool => {
  const ClientId = config.userPoolClientId;

  /** The calls of one operation of this client, within one time limit; `clock` is corrected by each answer. */
  const calls = (ending: Ending, clock: Clock) => {
    const call = async <T>(
      operation: string,
      parameters: object,
      read: Reader<T>,
    ): Promise<Result<T, UserPoolFailure>> =>
      (
        await callCognito(config, {
          ...{ service: 'cognito-idp', operation, parameters, read, ending, fetch },
          onAnswer: clock.correctBy,
        })
      ).map(({ value }) => value);
    return { call, signInCall: (operation: string, parameters: object) => call(operation, parameters, signInAnswer) };
  };
  type Calls = ReturnType<typeof calls>;

  const within = <T, E>(
    { signal }: CallOptions,
    run: (calls: Calls, clock: Clock) => Promise<Result<T, E>>,
  ): ResultAsync<T, E | UserPoolFailure> => {
    const clock = createClock(now);
    return new ResultAsync(withEnding(signal, (ending) => run(calls(ending, clock), clock)));
  };

  const one = <T>(operation: string, parameters: object, read: Reader<T>, options: CallOptions = {}) =>
    within<T, never>(options, ({ call }) => call(operation, parameters, read) as Promise<Result<T, never>>);
  const done = (operation: string, parameters: object, options?: CallOptions): ResultAsync<void, UserPoolFailure> =>
    one(operation, parameters, nothing, options).map(() => undefined);

  const readTokens = ({ tokens }: SignInAnswer, known?: string): Tokens | undefined => {
    const refreshToken = tokens?.RefreshToken ?? known;
    if (tokens === undefined || refreshToken === undefined) return undefined;
    const { IdToken: idToken, AccessToken: accessToken, ExpiresIn } = tokens;
    return { idToken, accessToken, refreshToken, expires: now() + ExpiresIn * 1000 };
  };

  const admitted = (
    answer: SignInAnswer,
    username: string,
  ): Result<Tokens, NewPasswordRequired | SecondFactorRequired | CognitoRefused> => {
    const tokens = readTokens(answer);
    if (tokens !== undefined) return ok(tokens);
    const { challenge } = answer;
    const kind = challenge && challengeKinds.get(challenge.ChallengeName);
    if (kind === undefined || challenge?.Session === undefined) return err(unknownChallenge(challenge));
    return err({ kind, username: namedIn(challenge) ?? username, session: challenge.Session });
  };

  const signInBySrp = async ({ signInCall }: Calls, clock: Clock, email: string, password: string) => {
    const lacking = findMissingCrypto();
    if (lacking !== undefined) return err(lacking);
    const keys = createSrpKeys();
    const begun = await signInCall('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email, SRP_A: keys.A.toString(16) },
    });
    if (begun.isErr()) return err(begun.error);
    const { challenge } = begun.value;
    const parameters = challenge?.ChallengeName === 'PASSWORD_VERIFIER' ? readSrpChallenge(challenge) : undefined;
    if (parameters === undefined) return err(unknownChallenge(challenge));
    const poolName = config.userPoolId.slice(config.userPoolId.indexOf('_') + 1);
    // By the pool's clock, as far as its first answer told: it refuses what is dated minutes off.
    const timestamp = formatSrpTimestamp(clock.now());
    const signature = await createPasswordClaim(keys, parameters, { poolName, password, timestamp });
    if (signature === undefined) return err(illegalChallenge);
    const answer = await signInCall('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: parameters.userIdForSrp,
        TIMESTAMP: timestamp,
        PASSWORD_CLAIM_SECRET_BLOCK: parameters.secretBlock,
        PASSWORD_CLAIM_SIGNATURE: signature,
      },
    });
    return answer.andThen((given) => admitted(given, parameters.userIdForSrp));
  };

  const answerChallenge = (
    { username, session }: NewPasswordRequired | SecondFactorRequired,
    ChallengeName: string,
    responses: object,
    options: CallOptions = {},
  ) =>
    within(options, async ({ signInCall }) =>
      (
        await signInCall('RespondToAuthChallenge', {
          ...{ ClientId, ChallengeName, Session: session },
          ChallengeResponses: { USERNAME: username, ...responses },
        })
      ).andThen((answer) => admitted(answer, username)),
    );

  return {
    signUp: (Username, Password, options) =>
      one(
        'SignUp',
        { ClientId, Username, Password, UserAttributes: [{ Name: 'email', Value: Username }] },
        // A pool that confirms by itself mails nothing.
        (value) =>
          readRecord({ UserSub: readText })(value) ? (readDelivery(value) ?? { deliveredTo: '' }) : undefined,
        options,
      ),
    confirmSignUp: (Username, ConfirmationCode, options) =>
      done('ConfirmSignUp', { ClientId, Username, ConfirmationCode }, options),
    resendCode: (Username, options) => one('ResendConfirmationCode', { ClientId, Username }, readDelivery, options),

    signIn: (email, password, options = {}) =>
      within(options, (calls, clock) => signInBySrp(calls, clock, email, password)),
    setNewPassword: (challenge, NEW_PASSWORD, options) =>
      answerChallenge(challenge, 'NEW_PASSWORD_REQUIRED', { NEW_PASSWORD }, options).mapErr((failure) =>
        failure.kind === 'NewPasswordRequired' ? unknownChallenge(newPasswordChallenge) : failure,
      ),
    answerSecondFactor: (challenge, SOFTWARE_TOKEN_MFA_CODE, options) =>
      answerChallenge(challenge, 'SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE }, options).mapErr((failure) => {
        if (failure.kind === 'NewPasswordRequired') return unknownChallenge(newPasswordChallenge);
        return failure.kind === 'SecondFactorRequired' ? unknownChallenge(secondFactorChallenge) : failure;
      }),

    refresh: ({ refreshToken }, options = {}) =>
      within(options, async ({ signInCall }) =>
        (
          await signInCall('InitiateAuth', {
            ...{ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' },
            AuthParameters: { REFRESH_TOKEN: refreshToken },
          })
        ).andThen((answer) => {
          const tokens = readTokens(answer, refreshToken);
          return tokens === undefined ? err(unknownChallenge(answer.challenge)) : ok(tokens);
        }),
      ),

    forgotPassword: (Username, options) => one('ForgotPassword', { ClientId, Username }, readDelivery, options),
    resetPassword: (Username, ConfirmationCode, Password, options = {}) =>
      within(options, async (calls, clock) => {
        const parameters = { ClientId, Username, ConfirmationCode, Password };
        const reset = await calls.call('ConfirmForgotPassword', parameters, nothing);
        if (reset.isErr()) return err(reset.error);
        const signedIn = await signInBySrp(calls, clock, Username, Password);
        if (signedIn.isErr()) return ok({ othersSignedOut: false });
        const { accessToken: AccessToken } = signedIn.value;
        const ended = await calls.call('GlobalSignOut', { AccessToken }, nothing);
        return ok({ othersSignedOut: ended.isOk() });
      }),
    changePassword: ({ accessToken: AccessToken }, PreviousPassword, ProposedPassword, options) =>
      done('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword }, options),

    signOut: ({ refreshToken: Token }, options) => done('RevokeToken', { ClientId, Token }, options),
    signOutEverywhere: ({ accessToken: AccessToken }, options) => done('GlobalSignOut', { AccessToken }, options),
    deleteAccount: ({ accessToken: AccessToken }, options) => done('DeleteUser', { AccessToken }, options),

    startTotp: ({ accessToken: AccessToken }, options) =>
      one('AssociateSoftwareToken', { AccessToken }, readRecord({ SecretCode: readText }), options).map(
        ({ SecretCode: secret }) => ({ secret }),
      ),
    confirmTotp: ({ accessToken: AccessToken }, UserCode, options = {}) =>
      within(options, async ({ call }) => {
        const verified = await call('VerifySoftwareToken', { AccessToken, UserCode }, success);
        if (verified.isErr()) return err(verified.error);
        const preference = { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };
        return (await call('SetUserMFAPreference', preference, nothing)).map(() => undefined);
      }),
    turnOffTotp: ({ accessToken: AccessToken }, options) =>
      done('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled: false } }, options),
  };
};

const challengeKinds = new Map([
  ['NEW_PASSWORD_REQUIRED', 'NewPasswordRequired'],
  ['SOFTWARE_TOKEN_MFA', 'SecondFactorRequired'],
] as const satisfies readonly (readonly [string, string])[]) as ReadonlyMap<
  string,
  'NewPasswordRequired' | 'SecondFactorRequired'
>;

const newPasswordChallenge = { ChallengeName: 'NEW_PASSWORD_REQUIRED' };
const secondFactorChallenge = { ChallengeName: 'SOFTWARE_TOKEN_MFA' };

const namedIn = ({ ChallengeParameters }: Challenge): string | undefined => {
  const name = ChallengeParameters?.USER_ID_FOR_SRP;
  return isText(name) ? name : undefined;
};

const success: Reader<object> = (value) => {
  const verified = readRecord({ Status: readText })(value);
  return verified?.Status === 'SUCCESS' ? verified : undefined;
};

/** A step of signing in that this client does not know, such as a message to a telephone. */
const unknownChallenge = (challenge: Pick<Challenge, 'ChallengeName'> | undefined): CognitoRefused => ({
  kind: 'CognitoRefused',
  type: 'UnsupportedChallenge',
  message: `The user pool asks for ${challenge?.ChallengeName ?? 'something'}, which this client does not support here.`,
});

/** RFC 5054, 2.5.4: values by which a server that knows nothing could pass, or learn the password. */
const illegalChallenge: CognitoRefused = {
  kind: 'CognitoRefused',
  type: 'IllegalChallenge',
  message: 'The user pool sent an illegal SRP value.',
};

/**
 * What an authenticator app scans or opens: its secret with a name, by the "Key URI Format" of Google Authenticator's
 * wiki.
 *
 * @param account - The secret of `startTotp`, and what the app shows beside its codes.
 *
 * @example
 * const uri = await pool.startTotp(tokens).map(({ secret }) => createTotpUri({ secret, email: 'ann@example.com' }));
 */
export const createTotpUri = ({
  secret,
  email,
  issuer = 'owned-notes',
}: {
  readonly secret: string;
  readonly email: string;
  readonly issuer?: string;
}): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?secret=${encodeURIComponent(secret)}&issuer=${encodeURIComponent(issuer)}`;
