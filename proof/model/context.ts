import type { RequestContext } from '../../infra/local/iam/context.ts';
import type { Policy } from '../../infra/local/iam/policy.ts';
import { some, symbol, type Term } from '../smt/terms.ts';
import { notModelled } from './not-modelled.ts';

/** A context key of an unknown request: whether it is present, and with which values. */
export interface SymbolicKey {
  readonly name: string;
  readonly multivalued: boolean;
  /** Each value that it may have, and whether it has it. */
  readonly values: readonly SymbolicValue[];
  /** Whether it has any value. A multivalued key without values is absent, as in the evaluator. */
  readonly isPresent: Term;
}

export interface SymbolicValue {
  readonly isGiven: Term;
  readonly text: Term;
}

export interface SymbolicContext {
  readonly keys: readonly SymbolicKey[];
  /** Returns a key by its name, in any case. Throws for a key that neither a policy nor the theorem mentions. */
  readonly key: (name: string) => SymbolicKey;
}

export interface ContextOptions {
  readonly policies: readonly Policy[];
  /** Keys that a theorem is about, whether a policy mentions them or not. */
  readonly names?: readonly string[];
  /** A context for whose values there must be room. */
  readonly roomFor?: RequestContext;
}

/** Creates a context with the keys that the policies or a theorem mention. No other key can affect the decision. */
export const createSymbolicContext = ({ policies, names = [], roomFor = {} }: ContextOptions): SymbolicContext => {
  const conditions = policies.flatMap(({ statements }) => statements.flatMap((statement) => statement.conditions));
  const mentioned = [...names, ...listKeys(policies)];
  const byName = new Map(mentioned.toReversed().map((name) => [name.toLowerCase(), name]));
  const room = new Map(Object.entries(roomFor).map(([name, value]) => [name.toLowerCase(), [value].flat().length]));
  const tags = [...byName.keys()].filter((name) => name.startsWith('aws:requesttag/')).length;
  const keys = [...byName].map(([lower, name]) => {
    // See `docs/proof.md`, "How many values a key has".
    const witnesses =
      conditions.filter(({ key, set }) => key.toLowerCase() === lower && set !== undefined).length +
      (lower === 'aws:tagkeys' ? tags : 0);
    const isList = isMultivalued(lower);
    return createSymbolicKey(name, isList, isList ? Math.max(1 + witnesses, room.get(lower) ?? 0) : 1);
  });
  return {
    keys,
    key: (name) => {
      const found = keys.find((key) => key.name.toLowerCase() === name.toLowerCase());
      if (found === undefined) throw new Error(`The key ${name} is not in this context.`);
      return found;
    },
  };
};

const createSymbolicKey = (name: string, multivalued: boolean, room: number): SymbolicKey => {
  const values = Array.from({ length: room }, (_, index) => {
    const place = multivalued ? `${name} ${index + 1}` : name;
    return { isGiven: symbol(`${place} is given`), text: symbol(place) };
  });
  return { name, multivalued, values, isPresent: some(values.map(({ isGiven }) => isGiven)) };
};

/** Lists the keys that conditions test, and those that patterns use as variables. */
export const listKeys = (policies: readonly Policy[]): readonly string[] => [
  ...policies.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions.map(({ key }) => key))),
  ...policies.flatMap(listVariables),
];

const listVariables = ({ statements }: Policy): readonly string[] =>
  statements
    .flatMap(({ action, resource, conditions }) => [
      ...action.patterns,
      ...(resource?.patterns ?? []),
      ...conditions.flatMap(({ test }) => (test.kind === 'Pattern' ? test.values : [])),
    ])
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === 'Variable' ? [part.key] : []));

/** [IAM User Guide, "AWS global condition context keys"; Service Authorization Reference], in lower case. */
const multivalued: ReadonlySet<string> = new Set([
  ...['aws:calledvia', 'aws:principalorgpaths', 'aws:principalservicenameslist', 'aws:resourceorgpaths', 'aws:tagkeys'],
  ...['dynamodb:attributes', 'dynamodb:leadingkeys', 'cognito-identity.amazonaws.com:amr'],
]);
const singleValued = [
  /^aws:(?:principal|request|resource)tag\//,
  /^aws:(?:principalarn|principalaccount|principaltype|requestedregion|securetransport|userid|username)$/,
  /^aws:(?:sourceaccount|sourcearn|sourceip|vpcsourceip|currenttime|tokenissuetime|multifactorauthage|viaawsservice)$/,
  /^cognito-identity\.amazonaws\.com:(?:aud|sub)$/,
  /^dynamodb:(?:fulltablescan|returnconsumedcapacity|returnvalues|select)$/,
  /^s3:(?:prefix|delimiter)$/,
  /^sts:(?:externalid|rolesessionname|sourceidentity)$/,
];

const isMultivalued = (name: string): boolean => {
  if (multivalued.has(name)) return true;
  if (singleValued.some((form) => form.test(name))) return false;
  throw notModelled(`whether ${name} may have several values`);
};
