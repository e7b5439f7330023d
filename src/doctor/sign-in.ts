import type { Result } from 'neverthrow';
import type { NotesConfig } from '../client/config.ts';
import type { NewPasswordRequired, SecondFactorRequired } from '../client/sign-in.ts';
import { createUserPool, type UserPoolFailure } from '../client/user-pool.ts';
import { readClaims, type Tokens } from '../client/user-pool-answers.ts';
import { createCheck, found, sound, type Verdict } from './check.ts';
import { type CognitoRule, createCognitoFinding } from './cognito-rules.ts';
import { createNetworkFinding } from './network.ts';
import type { Tools } from './tools.ts';

/** Refusals by the user pool that have their own kind here. */
type Refused =
  | 'PasswordWrong'
  | 'UserUnknown'
  | 'UserDisabled'
  | 'UserNotConfirmed'
  | 'PasswordResetDue'
  | 'PasswordExpired'
  | 'AttemptsExceeded'
  | 'RiskRefused'
  | 'SessionEnded'
  | 'AppClientUnknown'
  | 'AppClientHasSecret'
  | 'FlowNotEnabled'
  | 'FirewallRefused'
  | 'TriggerFailed'
  | 'ChallengeUnsupported'
  | 'CodeWrong'
  | 'SignInRefused';

/** The file of sign-ins cannot be read, or cannot store refreshed tokens. */
export interface SignInsUnreadable {
  readonly kind: 'SignInsUnreadable';
  readonly reason: string;
}

export type SignInFinding =
  | SignInsUnreadable
  | { readonly kind: Refused; readonly type: string; readonly message: string }
  | { readonly kind: 'NobodySignedIn' }
  | { readonly kind: 'TemporaryPassword' }
  | { readonly kind: 'CodeDue' };

/**
 * Kinds by exception and message; the first match counts, since Cognito uses one exception for many causes. Messages as
 * observed: wrong password and too many attempts [amazon-cognito-identity-js issue 479], not confirmed [aws-sdk-js
 * issue 4608], an unknown client [aws-sdk-php issue 2183], a client with a secret [amplify-android issue 2504], a flow
 * that is not enabled [aws-serverless-workshops issue 277], disabled users and risks [Amazon Cognito Developer Guide,
 * "Managing error responses", "Advanced security with threat protection"].
 */
const rules: readonly CognitoRule<Refused>[] = [
  [/^NotAuthorizedException$/, /configured with secret|secret hash/i, 'AppClientHasSecret'],
  [/^NotAuthorizedException$/, /attempts? (?:limit )?exceeded/i, 'AttemptsExceeded'],
  [/^NotAuthorizedException$/, /disabled/i, 'UserDisabled'],
  [/^NotAuthorizedException$/, /temporary password has expired/i, 'PasswordExpired'],
  [/^NotAuthorizedException$/, /security reasons/i, 'RiskRefused'],
  [/^NotAuthorizedException$/, /refresh token/i, 'SessionEnded'],
  [/^RefreshTokenReuseException$/, /./s, 'SessionEnded'],
  [/^NotAuthorizedException$/, /incorrect username or password/i, 'PasswordWrong'],
  [/^UserNotFoundException$/, /./s, 'UserUnknown'],
  [/^UserNotConfirmedException$/, /./s, 'UserNotConfirmed'],
  [/^PasswordResetRequiredException$/, /./s, 'PasswordResetDue'],
  [/^ResourceNotFoundException$/, /./s, 'AppClientUnknown'],
  [/^InvalidParameterException$/, /flow not enabled|is not enabled for/i, 'FlowNotEnabled'],
  [/^ForbiddenException$/, /./s, 'FirewallRefused'],
  [/Lambda\w*Exception$/, /./s, 'TriggerFailed'],
  [/^UnsupportedChallenge$/, /./s, 'ChallengeUnsupported'],
  [/^(?:CodeMismatch|ExpiredCode|EnableSoftwareTokenMFA)Exception$/, /./s, 'CodeWrong'],
];

/** Signs in, or continues the kept sign-in, which takes precedence over prompting. */
export const checkSignIn = createCheck(['config'], async ({ config }, tools) => {
  const { signIn } = tools.asked;
  const kept = await signIn.kept(config, tools.client.fetch);
  if (kept !== undefined) return kept.isOk() ? signedIn(kept.value, 'kept', tools) : refused(kept.error, tools);
  const person = await signIn.person(config);
  if (person === undefined) return found({ kind: 'NobodySignedIn' });
  tools.watch.secrets.add(person.password);
  const answer = await withCode(config, await signInTo(config, tools, person), tools);
  if (answer.isErr()) return refused(answer.error, tools);
  // Nobody else would end the sign-in that was made here.
  tools.undo.push(async () => {
    const ended = await createUserPool(config, tools.client).signOut(answer.value, {
      signal: AbortSignal.timeout(tools.patience),
    });
    return ended.isErr() ? 'the sign-in of this examination could not be ended' : undefined;
  });
  return signedIn(answer.value, 'for this examination', tools);
});

type SignInFailure = NewPasswordRequired | SecondFactorRequired | UserPoolFailure;

const signInTo = (
  config: NotesConfig,
  { client, signal }: Tools,
  { email, password }: { readonly email: string; readonly password: string },
) => createUserPool(config, client).signIn(email, password, { signal: signal() });

/** Answers a request for a second factor, if somebody can provide the code. */
const withCode = async (
  config: NotesConfig,
  answer: Result<Tokens, SignInFailure>,
  { asked, client, signal, watch }: Tools,
): Promise<Result<Tokens, SignInFailure>> => {
  if (answer.isOk() || answer.error.kind !== 'SecondFactorRequired') return answer;
  const code = await asked.signIn.code();
  if (code === undefined) return answer;
  watch.secrets.add(code);
  return createUserPool(config, client).answerSecondFactor(answer.error, code, { signal: signal() });
};

const signedIn = (tokens: Tokens, how: string, { watch }: Tools): Verdict => {
  for (const secret of [tokens.idToken, tokens.accessToken, tokens.refreshToken]) watch.secrets.add(secret);
  return sound(`${readClaims(tokens).email || 'somebody'}, ${how}`, { learnt: { tokens } });
};

const refused = (failure: SignInFailure | SignInsUnreadable, tools: Tools): Verdict => {
  switch (failure.kind) {
    case 'SignInsUnreadable':
      return found(failure);
    case 'NewPasswordRequired':
      return found({ kind: 'TemporaryPassword' });
    case 'SecondFactorRequired':
      return found({ kind: 'CodeDue' });
    case 'CognitoRefused':
      return found(createCognitoFinding(failure, rules, 'SignInRefused', tools));
    default:
      return found(createNetworkFinding(failure, tools));
  }
};
