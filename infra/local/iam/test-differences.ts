import { isIP } from 'node:net';
import { type ContextKeys, createContextKeys, type RequestContext } from './context.ts';
import { fillPattern } from './matching.ts';
import type { Pattern } from './pattern.ts';
import type { Condition, Policy, Statement } from './policy.ts';
import { parseBoolean, parseDate, parseNumber } from './scalars.ts';
import type { Scenario } from './test-arbitraries.ts';
import { evaluateOurs, parsePolicies } from './test-scenario.ts';

/** A kind of statement for which iam-simulate does not do what AWS documents. */
export interface KnownDifference {
  /** The page on which AWS says what is right. */
  readonly page: string;
  readonly is: (found: Found) => boolean;
}

interface Found {
  readonly statement: Statement;
  readonly version: Policy['version'];
  readonly keys: ContextKeys;
  readonly context: RequestContext;
}

const operators = 'IAM User Guide, "IAM JSON policy elements: Condition operators"';
const variables = 'IAM User Guide, "IAM policy elements: Variables and tags"';

const ofConditions =
  (is: (condition: Condition, keys: ContextKeys) => boolean): KnownDifference['is'] =>
  ({ statement, keys }) =>
    statement.conditions.some((condition) => is(condition, keys));
const ofValues = (is: (condition: Condition, value: string) => boolean): KnownDifference['is'] =>
  ofConditions((condition, keys) => [keys.valueOf(condition.key) ?? []].flat().some((value) => is(condition, value)));
const lacksValue = (patterns: readonly Pattern[], keys: ContextKeys): boolean =>
  patterns.some((pattern) => fillPattern(pattern, keys).withoutValue.length > 0);

export const knownDifferences = {
  'a special character in a value of StringEquals': {
    page: `${variables}: these can be used wherever variables can`,
    is: ofConditions(
      ({ operator, written }) =>
        /String(Not)?Equals/.test(operator) && written.some((text) => /\$\{[*?$]\}/.test(text)),
    ),
  },
  'ForAnyValue with IfExists on an absent key': {
    page: `${operators}: with IfExists, a condition on an absent key is true`,
    is: ofConditions(
      ({ set, ifExists, key }, keys) => set === 'ForAnyValue' && ifExists && keys.valueOf(key) === undefined,
    ),
  },
  'a key with no values': {
    page: 'IAM User Guide, "Multivalued context key examples": Null treats keys with empty values as missing',
    is: ({ statement: { conditions }, context }) =>
      conditions.some(
        ({ set, key }) =>
          set === undefined &&
          Object.entries(context).some(
            ([name, value]) =>
              name.toLowerCase() === key.toLowerCase() && typeof value !== 'string' && value.length === 0,
          ),
      ),
  },
  'a negated operator with a variable that has no value': {
    page: `${variables}: negated operators match against a null value`,
    is: ofConditions(({ negated, test }, keys) => negated && test.kind === 'Pattern' && lacksValue(test.values, keys)),
  },
  'NotResource with a variable that has no value': {
    page: `${variables}: the resource will not match any resource`,
    is: ({ statement: { resource }, keys }) =>
      resource?.element === 'NotResource' && lacksValue(resource.patterns, keys),
  },
  'a resource of fewer than six components': {
    page: 'IAM User Guide, "IAM JSON policy elements: Resource": a last * can expand beyond the colon boundaries',
    is: ({ statement: { resource } }) =>
      resource?.patterns.some(({ written }) => written !== '*' && written.split(':').length < 6) ?? false,
  },
  'a variable in a policy of the first version': {
    page: `${variables}: earlier versions treat variables as literal strings`,
    is: ({ statement: { resource, conditions }, version }) =>
      version === '2008-10-17' &&
      [resource?.patterns.map(({ written }) => written), conditions.map(({ written }) => written)]
        .flat(2)
        .some((text) => text?.includes('${')),
  },
  'a variable before the last component of an ARN operator’s value': {
    page: `${operators}: ARN operators have variables`,
    is: ofConditions(
      ({ test }) =>
        test.kind === 'Pattern' &&
        test.values.some(({ parts }) => parts.some((part) => part.kind === 'Variable' && !part.colons)),
    ),
  },
  'a value of the request that is not of the negated operator’s type': {
    page: `${operators}: negated matching`,
    is: ofValues(({ negated, ...condition }, value) => negated && !isOfType(condition, value)),
  },
  'a value of the request that is a number or a date to JavaScript only': {
    page: `${operators}: an integer or decimal value, one of W3C’s formats of ISO 8601 or epoch time`,
    is: ofValues(({ operator, test }, value) => {
      const lax = { Numeric: Number.parseFloat, Date: Date.parse };
      const isRead = test.kind in lax && !Number.isNaN(lax[test.kind as keyof typeof lax](value));
      return isRead && !isOfType({ operator, test }, value);
    }),
  },
  'an IPv6 address, and an IPv4 range that it must not be in': {
    page: `${operators}: NotIpAddress is all addresses except those specified`,
    is: ofValues(
      ({ negated, test, written }, value) =>
        negated && test.kind === 'IpAddress' && value.includes(':') && written.some((text) => !text.includes('/')),
    ),
  },
  'a prefix of no bits': {
    page: `${operators}: standard CIDR format`,
    is: ofConditions(({ written }) => written.includes('0.0.0.0/0')),
  },
} satisfies Record<string, KnownDifference>;

const isOfType = ({ operator, test }: Pick<Condition, 'operator' | 'test'>, value: string): boolean => {
  if (test.kind === 'Numeric') return parseNumber(value) !== undefined;
  if (test.kind === 'Date') return parseDate(value) !== undefined;
  if (test.kind === 'Bool') return parseBoolean(value) !== undefined;
  if (test.kind === 'IpAddress') return isIP(value) !== 0;
  return !operator.includes('Arn') || value.split(':').length >= 6;
};

/** Creates a statement that applies to none of the drawn requests. */
const idle = (form: object): object => ({
  Effect: 'Allow',
  Action: 'sts:GetFederationToken',
  ...('Resource' in form || 'NotResource' in form ? { Resource: '*' } : {}),
  ...('Principal' in form ? { Principal: '*' } : {}),
});

/**
 * Replaces each statement that has a known difference with an idle one, so that all others are compared. Where a
 * resource's policy grants to the session itself or to everyone, also removes the session policies: they do not limit
 * such a grant [IAM User Guide, "Policy evaluation logic"], but in iam-simulate they do.
 */
export const removeDifferences = (scenario: Scenario, seen: (name: string) => void = () => undefined): Scenario => {
  const keys = createContextKeys(scenario.request.context);
  const { identity, session = [], resource } = parsePolicies(scenario);
  const without = (document: object | undefined, policy: Policy | undefined): object | undefined => {
    if (document === undefined || policy === undefined) return undefined;
    const raw = [Reflect.get(document, 'Statement')].flat() as object[];
    const Statement = raw.map((each, index) => {
      const statement = policy.statements[index];
      if (statement === undefined) throw new Error('A statement was lost.');
      const found = Object.entries<KnownDifference>(knownDifferences).filter(([, { is }]) =>
        is({ statement, version: policy.version, keys, context: scenario.request.context }),
      );
      for (const [name] of found) seen(name);
      return found.length > 0 ? idle(each) : each;
    });
    return { ...document, Statement };
  };
  const left = {
    request: scenario.request,
    identity: scenario.identity.flatMap((document, index) => without(document, identity[index]) ?? []),
    session: without(scenario.session, session[0]),
    resource: without(scenario.resource, resource),
  };
  const isDirect = evaluateOurs(left).statements.some(
    ({ failed, effect, grant }) => failed === undefined && effect === 'Allow' && grant === 'Direct',
  );
  if (left.session === undefined || !isDirect) return left;
  seen('a session policy beside a direct grant');
  return { ...left, session: undefined };
};
