import { createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { seal, unseal } from '../credentials.ts';
import { map, type Parameters, text } from './parameters.ts';
import { checkPassword } from './password-policy.ts';
import { attributesOf, type Operations, type Pool, requireClient, srpUser, verifierOf } from './pool.ts';
import { invalidParameter, notAuthorized, Refusal } from './refusal.ts';
import {
  claimHolds,
  publicValue,
  type SrpExchange,
  type SrpVerifier,
  sameVerifier,
  srpExchange,
  srpVerifier,
} from './srp.ts';
import type { User } from './users.ts';

/** How long a challenge may be answered, in milliseconds: Cognito's default of three minutes. */
const challengeLifetime = 3 * 60 * 1000;

/** What a secret block or a session holds, sealed: so there is no table of sign-ins that were begun. */
interface Begun {
  readonly challenge: 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED';
  readonly id: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly A?: string;
  readonly exchange?: SrpExchange;
}

/** Signing in: with SRP, with the password itself, with a refresh token; and the challenges on the way. */
export const signInOperations = (pool: Pool): Operations => {
  const { users, tokens, sealingKey, now } = pool;

  /** Not kept: a challenge does not outlive the list of those that were answered, so none is answered twice. */
  const challengeKey = randomBytes(32);
  const begin = (begun: Omit<Begun, 'id' | 'at'>): string =>
    seal(challengeKey, { ...begun, id: randomUUID(), at: now() } satisfies Begun);

  /** Ids of challenges that were answered, in the order of time. A challenge is answered once. */
  const answered = new Map<string, number>();
  const resume = (sealed: string, challenge: Begun['challenge']): Begun => {
    const begun = unseal(challengeKey, sealed) as Begun | undefined;
    for (const [id, at] of answered) {
      if (at + challengeLifetime > now()) break;
      answered.delete(id);
    }
    if (begun?.challenge !== challenge || begun.at + challengeLifetime <= now() || answered.has(begun.id))
      throw notAuthorized('Invalid session for the user.');
    answered.set(begun.id, begun.at);
    return begun;
  };

  /** Somebody who knew the password: tokens, or what stands between. */
  const admitted = async (user: User): Promise<object> => {
    if (user.status === 'UNCONFIRMED') throw new Refusal('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'CONFIRMED')
      return { ChallengeParameters: {}, AuthenticationResult: await tokens.signIn(user) };
    const attributes = attributesOf(user).filter(({ Name }) => Name !== 'sub');
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: begin({ challenge: 'NEW_PASSWORD_REQUIRED', sub: user.sub }),
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.sub,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify(Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]))),
      },
    };
  };

  /**
   * A user who is not there, the same each time: who asks cannot tell, from the time that it takes neither. The verifier is
   * some number below the group's prime; nobody knows a password that fits.
   */
  const nobody = (username: string): { sub: string; verifier: SrpVerifier } => {
    const secret = createHmac('sha256', sealingKey).update(`nobody ${username.toLowerCase()}`).digest();
    const hex = Buffer.from(hkdfSync('sha256', secret, '', '', 16 + 16 + 383)).toString('hex');
    const sub = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
    return { sub, verifier: { salt: hex.slice(32, 64), verifier: hex.slice(64) } };
  };

  const withSrp = async (parameters: Parameters): Promise<object> => {
    const username = text(parameters, 'USERNAME');
    const A = text(parameters, 'SRP_A');
    if (publicValue(A) === undefined) throw invalidParameter('SRP_A is not a valid public value.');
    const { sub, verifier } = (await users.find(username)) ?? nobody(username);
    const exchange = srpExchange(verifier);
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: verifier.salt,
        SECRET_BLOCK: begin({ challenge: 'PASSWORD_VERIFIER', sub, A, exchange }),
        SRP_B: exchange.B,
        USERNAME: sub,
        USER_ID_FOR_SRP: sub,
      },
    };
  };

  const withPassword = async (parameters: Parameters): Promise<object> => {
    const username = text(parameters, 'USERNAME');
    const password = text(parameters, 'PASSWORD');
    const user = await users.find(username);
    const { sub, verifier } = user ?? nobody(username);
    const given = srpVerifier(srpUser(pool, sub), password, verifier.salt);
    if (!sameVerifier(given, verifier) || user === undefined) throw notAuthorized();
    return admitted(user);
  };

  const withRefreshToken = async (parameters: Parameters): Promise<object> => {
    const signIn = await tokens.refreshed(text(parameters, 'REFRESH_TOKEN'));
    const user = await users.find(signIn.sub);
    if (user === undefined) throw notAuthorized('Invalid Refresh Token');
    return { ChallengeParameters: {}, AuthenticationResult: await tokens.again(signIn, user) };
  };

  const proveSrp = async (responses: Parameters): Promise<object> => {
    const timestamp = text(responses, 'TIMESTAMP');
    const signature = text(responses, 'PASSWORD_CLAIM_SIGNATURE');
    const block = text(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const { sub, A: hexA = '', exchange } = resume(block, 'PASSWORD_VERIFIER');
    const user = await users.find(sub);
    const A = publicValue(hexA);
    if (exchange === undefined || A === undefined || !isRecent(timestamp, now())) throw notAuthorized();
    const { verifier } = user ?? nobody(sub);
    const claim = { user: srpUser(pool, sub), secretBlock: Buffer.from(block, 'base64'), timestamp, signature };
    if (!claimHolds({ verifier, exchange, A }, claim) || user === undefined) throw notAuthorized();
    return admitted(user);
  };

  const setNewPassword = async (responses: Parameters, parameters: Parameters): Promise<object> => {
    const password = text(responses, 'NEW_PASSWORD');
    const session = text(parameters, 'Session');
    // Before the session is used up: a password that is too weak may be followed by a better one.
    checkPassword(password);
    const { sub } = resume(session, 'NEW_PASSWORD_REQUIRED');
    return users.alone(sub, async () => {
      const user = await users.find(sub);
      if (user?.status !== 'FORCE_CHANGE_PASSWORD') throw notAuthorized('Invalid session for the user.');
      const verifier = verifierOf(pool, sub, password);
      const confirmed: User = { ...user, verifier, status: 'CONFIRMED', modified: now() };
      await users.save(confirmed);
      return admitted(confirmed);
    });
  };

  const flows: Readonly<Record<string, (parameters: Parameters) => Promise<object>>> = {
    USER_SRP_AUTH: withSrp,
    USER_PASSWORD_AUTH: withPassword,
    REFRESH_TOKEN_AUTH: withRefreshToken,
    REFRESH_TOKEN: withRefreshToken,
  };
  const answers: Readonly<Record<string, (responses: Parameters, parameters: Parameters) => Promise<object>>> = {
    PASSWORD_VERIFIER: proveSrp,
    NEW_PASSWORD_REQUIRED: setNewPassword,
  };

  return {
    InitiateAuth: async (parameters) => {
      requireClient(pool, parameters);
      const name = text(parameters, 'AuthFlow');
      const flow = Object.hasOwn(flows, name) ? flows[name] : undefined;
      if (flow === undefined) throw invalidParameter('Auth flow not enabled for this client');
      return flow(map(parameters, 'AuthParameters'));
    },

    RespondToAuthChallenge: async (parameters) => {
      requireClient(pool, parameters);
      const name = text(parameters, 'ChallengeName');
      const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
      if (answer === undefined) throw invalidParameter('Challenge not supported by this user pool');
      return answer(map(parameters, 'ChallengeResponses'), parameters);
    },
  };
};

/** `Mon Nov 23 05:24:00 UTC 2026`, within five minutes of now. */
const isRecent = (timestamp: string, now: number): boolean => {
  const match = /^\w{3} (\w{3}) (\d{1,2}) (\d\d:\d\d:\d\d) UTC (\d{4})$/.exec(timestamp);
  if (match === null) return false;
  const [, month, day, clock, year] = match;
  return Math.abs(Date.parse(`${day} ${month} ${year} ${clock} UTC`) - now) <= 5 * 60 * 1000;
};
