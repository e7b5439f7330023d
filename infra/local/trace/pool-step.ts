import type { DoneOperation } from '../cognito/endpoint.ts';
import type { PoolStep, Who } from './trace.ts';

interface PoolDone {
  readonly method: string;
  readonly path: string;
  readonly who: Who;
  readonly step: PoolStep;
}

/**
 * Creates a step from an operation of a pool, with only those parts of its request and response that are not secret: no
 * password or proof of one, no code, token or key. Whoever adds a member here decides that it is not secret.
 */
export const createPoolStep = ({ target, parameters, outcome }: DoneOperation): PoolDone => {
  const [service = '', operation = ''] = target.split('.');
  const { AuthFlow, AuthParameters, ChallengeName, ChallengeResponses, Username, Logins, IdentityId } = parameters;
  const result = 'result' in outcome ? outcome.result : {};
  const { ChallengeName: next, AuthenticationResult: tokens, IdentityId: given, UserSub } = Object(result);
  const about = selectTexts({ AuthFlow, ChallengeName });
  const holder = 'result' in outcome ? readClaims(tokens?.IdToken ?? Object.values(Object(Logins))[0]) : {};
  const named = Username ?? Object(AuthParameters).USERNAME ?? Object(ChallengeResponses).USERNAME;
  const identityId = text(given) ?? text(IdentityId);
  const who = {
    ...selectTexts({ email: holder.email, sub: holder.sub ?? UserSub, identityId }),
    ...(typeof named === 'string' && (named.includes('@') ? { email: cut(named) } : { sub: cut(named) })),
  };
  return {
    method: cut(operation),
    path: Object.values(about).join(' '),
    who,
    step: {
      ...{ kind: 'Pool', operation: `${services[service] ?? 'unknown'}:${cut(operation)}` },
      about: Object.entries({ ...about, ...who }),
      outcome:
        'refusal' in outcome ? `${outcome.refusal.type}: ${outcome.refusal.message}` : said({ next, tokens, result }),
    },
  };
};

const services: Readonly<Record<string, string>> = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
};

const said = ({ next, tokens, result }: { next: unknown; tokens: unknown; result: object }): string => {
  if (typeof next === 'string') return `The user pool asks for ${next}.`;
  if (tokens !== undefined) return 'The user pool gave tokens, signed by it.';
  const { Credentials: credentials } = Object(result);
  if (credentials === undefined) return 'Done.';
  const until = new Date(Number(credentials.Expiration) * 1000).toISOString();
  return `The identity pool issued temporary credentials, ${String(credentials.AccessKeyId)}, valid until ${until}.`;
};

/** Reads the claims of a token that a pool issued or accepted, so that its signature need not be verified again. */
const readClaims = (token: unknown): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8')));
  } catch {
    return {};
  }
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? cut(value) : undefined);

/** Cuts a text to the longest user name, in characters. */
const cut = (value: string): string => value.slice(0, 128);

const selectTexts = <K extends string>(values: Readonly<Record<K, unknown>>): { readonly [P in K]?: string } =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, cut(value)]] : [])),
  ) as { readonly [P in K]?: string };
