import { err, ok, type Result } from 'neverthrow';
import type { Clock } from './clock.ts';
import type { CognitoFailure } from './cognito.ts';
import type { NotesConfig } from './config.ts';
import type { CognitoRefused } from './failures.ts';
import { findMissingCrypto } from './platform.ts';
import { isText } from './shapes.ts';
import { createPasswordClaim, createSrpKeys, formatSrpTimestamp } from './srp.ts';
import { type Challenge, readSrpChallenge, type SignInAnswer, type Tokens } from './user-pool-answers.ts';

/**
 * The password was right but temporary. Set a new one with `setNewPassword`.
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
 * The password was right, and the user pool asks for a code from the user's authenticator app. Answer with
 * `answerSecondFactor`.
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

/** Calls `InitiateAuth` or `RespondToAuthChallenge`. */
export type SignInCall = (operation: string, parameters: object) => Promise<Result<SignInAnswer, CognitoFailure>>;

/** Creates the ways to get tokens from a user pool: by a password (SRP), by the answer to a challenge, by a refresh. */
export const createSignIn = ({ userPoolId, userPoolClientId: ClientId }: NotesConfig, now: () => number) => {
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
    return err({ kind, username: readUserName(challenge) ?? username, session: challenge.Session });
  };

  const withPassword = async (call: SignInCall, clock: Clock, email: string, password: string) => {
    const lacking = findMissingCrypto();
    if (lacking !== undefined) return err(lacking);
    const keys = createSrpKeys();
    const begun = await call('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email, SRP_A: keys.A.toString(16) },
    });
    if (begun.isErr()) return err(begun.error);
    const { challenge } = begun.value;
    const parameters = challenge?.ChallengeName === 'PASSWORD_VERIFIER' ? readSrpChallenge(challenge) : undefined;
    if (parameters === undefined) return err(unknownChallenge(challenge));
    const poolName = userPoolId.slice(userPoolId.indexOf('_') + 1);
    // By the pool's clock, as far as its first answer showed it: the pool refuses a timestamp that is minutes off.
    const timestamp = formatSrpTimestamp(clock.now());
    const signature = await createPasswordClaim(keys, parameters, { poolName, password, timestamp });
    if (signature === undefined) return err(illegalChallenge);
    const answer = await call('RespondToAuthChallenge', {
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

  const answerChallenge = async (
    call: SignInCall,
    { username, session }: NewPasswordRequired | SecondFactorRequired,
    ChallengeName: string,
    responses: object,
  ) =>
    (
      await call('RespondToAuthChallenge', {
        ...{ ClientId, ChallengeName, Session: session },
        ChallengeResponses: { USERNAME: username, ...responses },
      })
    ).andThen((answer) => admitted(answer, username));

  return {
    withPassword,
    withNewPassword: async (call: SignInCall, challenge: NewPasswordRequired, NEW_PASSWORD: string) =>
      (await answerChallenge(call, challenge, 'NEW_PASSWORD_REQUIRED', { NEW_PASSWORD })).mapErr((failure) =>
        failure.kind === 'NewPasswordRequired' ? unknownChallenge(newPasswordChallenge) : failure,
      ),
    withSecondFactor: async (call: SignInCall, challenge: SecondFactorRequired, SOFTWARE_TOKEN_MFA_CODE: string) =>
      (await answerChallenge(call, challenge, 'SOFTWARE_TOKEN_MFA', { SOFTWARE_TOKEN_MFA_CODE })).mapErr((failure) => {
        if (failure.kind === 'NewPasswordRequired') return unknownChallenge(newPasswordChallenge);
        return failure.kind === 'SecondFactorRequired' ? unknownChallenge(secondFactorChallenge) : failure;
      }),
    withRefreshToken: async (call: SignInCall, refreshToken: string) =>
      (
        await call('InitiateAuth', {
          ...{ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH' },
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        })
      ).andThen((answer) => {
        const tokens = readTokens(answer, refreshToken);
        return tokens === undefined ? err(unknownChallenge(answer.challenge)) : ok(tokens);
      }),
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

const readUserName = ({ ChallengeParameters }: Challenge): string | undefined => {
  const name = ChallengeParameters?.USER_ID_FOR_SRP;
  return isText(name) ? name : undefined;
};

/** Creates the failure for a sign-in step that this client does not support, such as a code by SMS. */
const unknownChallenge = (challenge: Pick<Challenge, 'ChallengeName'> | undefined): CognitoRefused => {
  const name = challenge?.ChallengeName ?? 'something';
  const message = `The user pool asks for ${name}, which this client does not support here.`;
  return { kind: 'CognitoRefused', type: 'UnsupportedChallenge', message };
};

/** Values with which a server that does not know the password could pass, or learn it (RFC 5054, 2.5.4). */
const illegalChallenge: CognitoRefused = {
  kind: 'CognitoRefused',
  type: 'IllegalChallenge',
  message: 'The user pool sent an illegal SRP value.',
};
