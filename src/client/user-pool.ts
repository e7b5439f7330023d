import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Clock, createClock } from './clock.ts';
import { type CognitoFailure, callCognito, readAnyRecord } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import { type Ending, withEnding } from './ending.ts';
import type { Fetch } from './exchange.ts';
import { type Reader, readRecord, readText } from './shapes.ts';
import { createSignIn, type NewPasswordRequired, type SecondFactorRequired } from './sign-in.ts';
import { readDelivery, signInAnswer, type Tokens } from './user-pool-answers.ts';

/**
 * Why a call to the user pool failed.
 *
 * @example
 * const isTaken = (failure: UserPoolFailure): boolean =>
 *   failure.kind === 'CognitoRefused' && failure.type === 'UsernameExistsException';
 */
export type UserPoolFailure = CognitoFailure;

/** Options that every call takes. `signal` ends a call before its time limit of 30 seconds. */
export interface UserPoolCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Where Cognito mailed a code, masked as Cognito shows it: `a***@e***`.
 *
 * @example
 * const address = await pool.signUp('ann@example.com', password).map((delivered: Delivered) => delivered.deliveredTo);
 */
export interface Delivered {
  readonly deliveredTo: string;
}

/**
 * The calls of the user pool. Each answer is checked against its expected shape: anything that is not Cognito's own is
 * an `UnexpectedAnswer`, and never counts as success. Nothing is thrown, and no call takes longer than 30 seconds.
 *
 * @example
 * const tokens = await pool
 *   .confirmSignUp('ann@example.com', '123456')
 *   .andThen(() => pool.signIn('ann@example.com', password));
 */
export interface UserPool {
  /** Signs up a user. Cognito mails a code to the address. */
  signUp(email: string, password: string, options?: UserPoolCallOptions): ResultAsync<Delivered, UserPoolFailure>;
  /** Completes a sign-up with the code that was mailed. */
  confirmSignUp(email: string, code: string, options?: UserPoolCallOptions): ResultAsync<void, UserPoolFailure>;
  /** Mails the sign-up code again. */
  resendCode(email: string, options?: UserPoolCallOptions): ResultAsync<Delivered, UserPoolFailure>;
  /** Signs in by SRP: the password does not leave the machine. */
  signIn(
    email: string,
    password: string,
    options?: UserPoolCallOptions,
  ): ResultAsync<Tokens, NewPasswordRequired | SecondFactorRequired | UserPoolFailure>;
  /** Completes the sign-in with a new password. */
  setNewPassword(
    challenge: NewPasswordRequired,
    password: string,
    options?: UserPoolCallOptions,
  ): ResultAsync<Tokens, SecondFactorRequired | UserPoolFailure>;
  /**
   * Completes the sign-in with `code`, the six digits that the authenticator app shows. A wrong code can be retried
   * with the same challenge.
   */
  answerSecondFactor(
    challenge: SecondFactorRequired,
    code: string,
    options?: UserPoolCallOptions,
  ): ResultAsync<Tokens, UserPoolFailure>;
  /** Gets new ID and access tokens, for as long as the refresh token is valid. */
  refresh(tokens: Tokens, options?: UserPoolCallOptions): ResultAsync<Tokens, UserPoolFailure>;
  /** Mails a code for `resetPassword`. */
  forgotPassword(email: string, options?: UserPoolCallOptions): ResultAsync<Delivered, UserPoolFailure>;
  /**
   * Sets the password, then ends all of the user's sign-ins: whoever knew the old password may have signed in with it,
   * and Cognito leaves such sign-ins valid. `othersSignedOut` says whether that succeeded. It is false if the user pool
   * asks for a second factor, or if the network fails.
   */
  resetPassword(
    email: string,
    code: string,
    password: string,
    options?: UserPoolCallOptions,
  ): ResultAsync<{ readonly othersSignedOut: boolean }, UserPoolFailure>;
  /** Changes the password of the signed-in user. Other sign-ins stay valid. */
  changePassword(
    tokens: Tokens,
    previous: string,
    proposed: string,
    options?: UserPoolCallOptions,
  ): ResultAsync<void, UserPoolFailure>;
  /** Ends this sign-in, with all its tokens. */
  signOut(tokens: Tokens, options?: UserPoolCallOptions): ResultAsync<void, UserPoolFailure>;
  /** Ends every sign-in of the user. */
  signOutEverywhere(tokens: Tokens, options?: UserPoolCallOptions): ResultAsync<void, UserPoolFailure>;
  /**
   * Deletes the user from the pool, for good. Their notes stay in the table, where only its operator can still reach
   * them.
   */
  deleteAccount(tokens: Tokens, options?: UserPoolCallOptions): ResultAsync<void, UserPoolFailure>;
  /**
   * Starts to set up an authenticator app. Returns the secret to enter there, in base32 (see `createTotpUri`). Sign-ins
   * ask for a code only after `confirmTotp`.
   */
  startTotp(tokens: Tokens, options?: UserPoolCallOptions): ResultAsync<{ readonly secret: string }, UserPoolFailure>;
  /** Completes the set-up with a code from the app. From now on, a sign-in asks for one. */
  confirmTotp(tokens: Tokens, code: string, options?: UserPoolCallOptions): ResultAsync<void, UserPoolFailure>;
  /** Turns the second factor off. From now on, a sign-in does not ask for a code. */
  turnOffTotp(tokens: Tokens, options?: UserPoolCallOptions): ResultAsync<void, UserPoolFailure>;
}

/**
 * What the client takes from its platform. Replace it in tests, or wrap it to observe it.
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
 * Creates a client for the user pool. Makes no request until one of its methods is called.
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

  /** Creates the Cognito calls of one client operation, which share one time limit. Each answer corrects `clock`. */
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
    { signal }: UserPoolCallOptions,
    run: (calls: Calls, clock: Clock) => Promise<Result<T, E>>,
  ): ResultAsync<T, E | UserPoolFailure> => {
    const clock = createClock(now);
    return new ResultAsync(withEnding(signal, (ending) => run(calls(ending, clock), clock)));
  };

  const one = <T>(operation: string, parameters: object, read: Reader<T>, options: UserPoolCallOptions = {}) =>
    within<T, never>(options, ({ call }) => call(operation, parameters, read) as Promise<Result<T, never>>);
  const done = (
    operation: string,
    parameters: object,
    options?: UserPoolCallOptions,
  ): ResultAsync<void, UserPoolFailure> => one(operation, parameters, readAnyRecord, options).map(() => undefined);

  const signIn = createSignIn(config, now);

  return {
    signUp: (Username, Password, options) =>
      one(
        'SignUp',
        { ClientId, Username, Password, UserAttributes: [{ Name: 'email', Value: Username }] },
        // A pool that confirms users automatically mails nothing.
        (value) =>
          readRecord({ UserSub: readText })(value) ? (readDelivery(value) ?? { deliveredTo: '' }) : undefined,
        options,
      ),
    confirmSignUp: (Username, ConfirmationCode, options) =>
      done('ConfirmSignUp', { ClientId, Username, ConfirmationCode }, options),
    resendCode: (Username, options) => one('ResendConfirmationCode', { ClientId, Username }, readDelivery, options),

    signIn: (email, password, options = {}) =>
      within(options, ({ signInCall }, clock) => signIn.withPassword(signInCall, clock, email, password)),
    setNewPassword: (challenge, password, options = {}) =>
      within(options, ({ signInCall }) => signIn.withNewPassword(signInCall, challenge, password)),
    answerSecondFactor: (challenge, code, options = {}) =>
      within(options, ({ signInCall }) => signIn.withSecondFactor(signInCall, challenge, code)),
    refresh: (tokens, options = {}) =>
      within(options, ({ signInCall }) => signIn.withRefreshToken(signInCall, tokens.refreshToken)),

    forgotPassword: (Username, options) => one('ForgotPassword', { ClientId, Username }, readDelivery, options),
    resetPassword: (Username, ConfirmationCode, Password, options = {}) =>
      within(options, async (calls, clock) => {
        const parameters = { ClientId, Username, ConfirmationCode, Password };
        const reset = await calls.call('ConfirmForgotPassword', parameters, readAnyRecord);
        if (reset.isErr()) return err(reset.error);
        const signedIn = await signIn.withPassword(calls.signInCall, clock, Username, Password);
        if (signedIn.isErr()) return ok({ othersSignedOut: false });
        const { accessToken: AccessToken } = signedIn.value;
        const ended = await calls.call('GlobalSignOut', { AccessToken }, readAnyRecord);
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
        const verified = await call('VerifySoftwareToken', { AccessToken, UserCode }, readSuccess);
        if (verified.isErr()) return err(verified.error);
        const preference = { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };
        return (await call('SetUserMFAPreference', preference, readAnyRecord)).map(() => undefined);
      }),
    turnOffTotp: ({ accessToken: AccessToken }, options) =>
      done('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled: false } }, options),
  };
};

const readSuccess: Reader<object> = (value) => {
  const verified = readRecord({ Status: readText })(value);
  return verified?.Status === 'SUCCESS' ? verified : undefined;
};

/**
 * Creates the URI that an authenticator app scans or opens: the secret and a label, in the "Key URI Format" of Google
 * Authenticator's wiki.
 *
 * @param account - The secret from `startTotp`, and the label that the app shows beside its codes.
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
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}` +
  `?secret=${encodeURIComponent(secret)}&issuer=${encodeURIComponent(issuer)}`;
