import { createHmac, hkdfSync } from 'node:crypto';
import { listAttributes } from './attributes.ts';
import type { Challenges } from './challenges.ts';
import { CognitoException, invalidParameter, notAuthorized } from './cognito-exception.ts';
import { type Parameters, readMap, readPassword, readSixDigits, readText } from './parameters.ts';
import { checkPassword } from './password-policy.ts';
import { createVerifier, formatSrpUser, type Operations, type Pool, requireClient, requireEnabled } from './pool.ts';
import {
  createSrpExchange,
  createSrpVerifier,
  parsePublicValue,
  type SrpVerifier,
  sameVerifier,
  verifyClaim,
} from './srp.ts';
import { parseTimestamp } from './srp-timestamp.ts';
import { findCounter } from './totp.ts';
import type { User } from './users.ts';

/** Milliseconds by which a claim's timestamp may differ from the pool's clock. */
const claimTolerance = 5 * 60 * 1000;

/**
 * Creates the sign-in operations: with SRP, with the password itself, with a refresh token, and the challenges on the
 * way.
 */
export const signInOperations = (pool: Pool, challenges: Challenges): Operations => {
  const { users, tokens, sealingKey, settings, now } = pool;

  const challenged = (ChallengeName: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA', sub: string, more: object) => ({
    ChallengeName,
    Session: challenges.begin({ challenge: ChallengeName, sub }),
    ChallengeParameters: { USER_ID_FOR_SRP: sub, ...more },
  });

  /**
   * Returns tokens for a user who proved the password, or the next challenge. Throws if the user may not sign in now.
   */
  const admitted = async (user: User): Promise<object> => {
    requireEnabled(user);
    if (user.status === 'UNCONFIRMED')
      throw new CognitoException('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'RESET_REQUIRED')
      throw new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      if (user.temporaryUntil !== undefined && user.temporaryUntil <= now())
        throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
      const attributes = listAttributes(user).filter(({ Name }) => Name !== 'sub');
      return challenged('NEW_PASSWORD_REQUIRED', user.sub, {
        requiredAttributes: '[]',
        userAttributes: JSON.stringify(Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]))),
      });
    }
    if (user.totp?.enabled) return challenged('SOFTWARE_TOKEN_MFA', user.sub, {});
    return { ChallengeParameters: {}, AuthenticationResult: await tokens.signIn(user) };
  };

  /**
   * Returns a stand-in for a user who does not exist, the same each time, so that neither the answer nor the time it
   * takes tells the client which usernames exist. The verifier is some number below the group's prime; nobody knows a
   * password that fits.
   */
  const nobody = (username: string): { sub: string; verifier: SrpVerifier } => {
    const secret = createHmac('sha256', sealingKey).update(`nobody ${username.toLowerCase()}`).digest();
    const hex = Buffer.from(hkdfSync('sha256', secret, '', '', 16 + 16 + 383)).toString('hex');
    const sub = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
    return { sub, verifier: { salt: hex.slice(32, 64), verifier: hex.slice(64) } };
  };

  const withSrp = async (parameters: Parameters): Promise<object> => {
    const username = readText(parameters, 'USERNAME');
    const A = readText(parameters, 'SRP_A');
    if (parsePublicValue(A) === undefined) throw invalidParameter('SRP_A is not a valid public value.');
    const { sub, verifier } = (await users.find(username)) ?? nobody(username);
    const exchange = createSrpExchange(verifier);
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: verifier.salt,
        SECRET_BLOCK: challenges.begin({ challenge: 'PASSWORD_VERIFIER', sub, A, exchange }),
        SRP_B: exchange.B,
        USERNAME: sub,
        USER_ID_FOR_SRP: sub,
      },
    };
  };

  const withPassword = async (parameters: Parameters): Promise<object> => {
    const username = readText(parameters, 'USERNAME');
    const password = readText(parameters, 'PASSWORD');
    const user = await users.find(username);
    const { sub, verifier } = user ?? nobody(username);
    const given = createSrpVerifier(formatSrpUser(pool, sub), password, verifier.salt);
    if (!sameVerifier(given, verifier) || user === undefined) throw notAuthorized();
    return admitted(user);
  };

  /** Returns the user whose sign-in continues. Throws `NotAuthorizedException` if the user is gone or disabled. */
  const findEnabledUser = async (sub: string): Promise<User> => {
    const user = await users.find(sub);
    if (user === undefined) throw notAuthorized('Invalid Refresh Token');
    return requireEnabled(user);
  };

  const withRefreshToken = async (parameters: Parameters): Promise<object> => {
    const signIn = await tokens.signIns.of(readText(parameters, 'REFRESH_TOKEN'));
    return {
      ChallengeParameters: {},
      AuthenticationResult: await tokens.again(signIn, await findEnabledUser(signIn.sub)),
    };
  };

  /** Throws unless the answer names the user to whom the challenge was given. */
  const requireSameUser = async (responses: Parameters, sub: string): Promise<void> => {
    const username = readText(responses, 'USERNAME');
    const named = username === sub ? sub : ((await users.find(username)) ?? nobody(username)).sub;
    if (named !== sub) throw notAuthorized();
  };

  const proveSrp = async (responses: Parameters): Promise<object> => {
    readText(responses, 'USERNAME');
    const timestamp = readText(responses, 'TIMESTAMP');
    const signature = readText(responses, 'PASSWORD_CLAIM_SIGNATURE');
    const block = readText(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const time = parseTimestamp(timestamp);
    const { sub, A: hexA = '', exchange } = challenges.resume(block, 'PASSWORD_VERIFIER');
    await requireSameUser(responses, sub);
    const user = await users.find(sub);
    const A = parsePublicValue(hexA);
    if (exchange === undefined || A === undefined || Math.abs(time - now()) > claimTolerance) throw notAuthorized();
    const { verifier } = user ?? nobody(sub);
    const claim = { user: formatSrpUser(pool, sub), secretBlock: Buffer.from(block, 'base64'), timestamp, signature };
    if (!verifyClaim({ verifier, exchange, A }, claim) || user === undefined) throw notAuthorized();
    return admitted(user);
  };

  const setNewPassword = async (responses: Parameters, parameters: Parameters): Promise<object> => {
    const password = readPassword(responses, 'NEW_PASSWORD');
    const session = readText(parameters, 'Session');
    // Before the session is used up, so that the client can retry with a stronger password.
    checkPassword(settings.password, password);
    await requireSameUser(responses, challenges.look(session, 'NEW_PASSWORD_REQUIRED').sub);
    const { sub } = challenges.resume(session, 'NEW_PASSWORD_REQUIRED');
    return users.alone(sub, async () => {
      const user = await users.find(sub);
      if (user?.status !== 'FORCE_CHANGE_PASSWORD') throw notAuthorized('Invalid session for the user.');
      const verifier = createVerifier(pool, sub, password);
      const { temporaryUntil: _, ...rest } = user;
      const confirmed: User = { ...rest, verifier, status: 'CONFIRMED', modified: now() };
      await users.save(confirmed);
      return admitted(confirmed);
    });
  };

  const answerSecondFactor = async (responses: Parameters, parameters: Parameters): Promise<object> => {
    const code = readSixDigits(responses, 'SOFTWARE_TOKEN_MFA_CODE');
    const session = readText(parameters, 'Session');
    const begun = challenges.look(session, 'SOFTWARE_TOKEN_MFA');
    await requireSameUser(responses, begun.sub);
    return users.alone(begun.sub, async () => {
      const user = await users.find(begun.sub);
      if (user?.totp === undefined) throw notAuthorized('Invalid session for the user.');
      challenges.look(session, 'SOFTWARE_TOKEN_MFA');
      const counter = findCounter(user.totp.secret, code, pool.deviceNow());
      if (counter === undefined) {
        challenges.countWrong(begun);
        throw new CognitoException('CodeMismatchException', 'Invalid code received for user');
      }
      if (counter <= user.totp.usedCounter)
        throw new CognitoException('ExpiredCodeException', 'Your software token has already been used once.');
      challenges.resume(session, 'SOFTWARE_TOKEN_MFA');
      const used: User = { ...requireEnabled(user), totp: { ...user.totp, usedCounter: counter } };
      await users.save(used);
      return { ChallengeParameters: {}, AuthenticationResult: await tokens.signIn(used) };
    });
  };

  const { authFlows, refreshTokenRotation } = settings.client;
  const flows: Readonly<Record<string, (parameters: Parameters) => Promise<object>>> = {
    ...(authFlows.includes('USER_SRP_AUTH') && { USER_SRP_AUTH: withSrp }),
    ...(authFlows.includes('USER_PASSWORD_AUTH') && { USER_PASSWORD_AUTH: withPassword }),
    // This flow must not be enabled where refresh tokens are rotated [Amazon Cognito Developer Guide, "Refresh
    // tokens"].
    ...(refreshTokenRotation === undefined && {
      REFRESH_TOKEN_AUTH: withRefreshToken,
      REFRESH_TOKEN: withRefreshToken,
    }),
  };
  const answers: Readonly<Record<string, (responses: Parameters, parameters: Parameters) => Promise<object>>> = {
    PASSWORD_VERIFIER: proveSrp,
    NEW_PASSWORD_REQUIRED: setNewPassword,
    SOFTWARE_TOKEN_MFA: answerSecondFactor,
  };

  return {
    InitiateAuth: async (parameters) => {
      requireClient(pool, parameters);
      const name = readText(parameters, 'AuthFlow');
      const flow = Object.hasOwn(flows, name) ? flows[name] : undefined;
      if (flow === undefined) throw invalidParameter(`${name.slice(0, 64)} flow not enabled for this client`);
      return flow(readMap(parameters, 'AuthParameters'));
    },

    RespondToAuthChallenge: async (parameters) => {
      requireClient(pool, parameters);
      const name = readText(parameters, 'ChallengeName');
      const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
      if (answer === undefined) throw invalidParameter('Challenge not supported by this user pool');
      return answer(readMap(parameters, 'ChallengeResponses'), parameters);
    },

    GetTokensFromRefreshToken: async (parameters) => {
      requireClient(pool, parameters);
      const given = readText(parameters, 'RefreshToken');
      // Before the rotation, so that a user who may not have tokens does not lose the refresh token.
      const user = await findEnabledUser((await tokens.signIns.of(given)).sub);
      return users.alone(user.sub, async () => {
        const { signIn, refreshToken } = await tokens.signIns.rotate(given);
        const result = await tokens.again(signIn, user);
        return { AuthenticationResult: { ...result, ...(refreshToken && { RefreshToken: refreshToken }) } };
      });
    },
  };
};
