import type { RequestContext } from '../../infra/local/iam/context.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import { anyText, between, either, exactly, isIn, oneOf, sequence, someOf } from '../smt/languages.ts';
import { all, equal, joined, literal, not, symbol, type Term } from '../smt/terms.ts';
import type { Value } from '../smt/values.ts';
import type { SymbolicContext } from './context.ts';

/** The fixed parts of a request, which need not be found. */
export interface Given {
  /** See `listPrincipals`: many problems about one principal each are far easier than one about any principal. */
  readonly principal: Principal;
  /** The account that owns the resource. */
  readonly accountId: string;
  /** The resource's ARN, if it is the same in every request. */
  readonly resource?: string;
  /** The part of the action before the colon, if it is the same in every request. */
  readonly service?: string;
  /** The whole action, if it is the same in every request. */
  readonly action?: string;
  /** Values of context keys, by their constants, which apply if the keys are present. */
  readonly texts?: ReadonlyMap<Term, string>;
}

type Fixed = Pick<Given, 'resource' | 'service' | 'action' | 'texts'>;

/** The unknown parts of a request. Actions are in lower case: IAM ignores their case. */
export const asked = { action: symbol('action'), resource: symbol('resource') } as const;
const afterColon = symbol('action after its colon');

/** Declares a request's constants. The solver substitutes the ones that are defined before it starts. */
export const declareAll = ({ keys }: SymbolicContext, { resource, ...fixed }: Fixed = {}): readonly string[] => [
  ...declareAction(fixed),
  declareConstant(asked.resource, resource),
  ...keys.flatMap(({ values }) =>
    values.flatMap(({ isGiven, text }) => [
      `(declare-const ${isGiven} Bool)`,
      declareConstant(text, fixed.texts?.get(text)),
    ]),
  ),
];

const declareConstant = (constant: Term, value: string | undefined): string =>
  value === undefined ? `(declare-const ${constant} String)` : `(define-fun ${constant} () String ${literal(value)})`;

const declareAction = ({ service, action }: Fixed): readonly string[] => {
  if (action !== undefined || service === undefined) return [declareConstant(asked.action, action)];
  return [
    `(declare-const ${afterColon} String)`,
    `(define-fun ${asked.action} () String ${joined([literal(`${service}:`), afterColon])})`,
  ];
};

const letters = either(between('a', 'z'), between('0', '9'), oneOf('-_'));

/** Asserts what is true of every request. */
export const assertWellFormed = ({ resource, service, action }: Fixed): readonly Term[] => [
  ...(action === undefined ? [isWellFormedAction(service)] : []),
  ...(resource === undefined ? [isIn(asked.resource, either(exactly('*'), sequence([exactly('arn:'), anyText])))] : []),
];

const isWellFormedAction = (service: string | undefined): Term =>
  service === undefined
    ? isIn(asked.action, sequence([someOf(letters), exactly(':'), someOf(letters)]))
    : isIn(afterColon, someOf(letters));

export const isBelow = (prefix: string): Term => isIn(asked.resource, sequence([exactly(prefix), anyText]));

export const selectGiven = ({ principal, resource }: Request): Given => ({
  ...{ principal, accountId: resource.accountId, resource: resource.arn },
});

/** Models that the request is this one, apart from its fixed parts. */
export const isThis = ({ action, context }: Request, { keys }: SymbolicContext): Term => {
  const values = new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
  return all([
    equal(asked.action, literal(action.toLowerCase())),
    ...keys.flatMap((key) => {
      const found = values.get(key.name.toLowerCase()) ?? [];
      return key.values.flatMap(({ isGiven, text }, index) => {
        const value = found[index];
        return value === undefined ? [not(isGiven)] : [isGiven, equal(text, literal(value))];
      });
    }),
  ]);
};

/** Builds a request from the solver's values and the fixed parts. */
export const readRequest = (
  values: ReadonlyMap<string, Value>,
  { keys }: SymbolicContext,
  { principal, accountId, resource, ...fixed }: Given,
): Request => {
  const value = (constant: Term): string => fixed.texts?.get(constant) ?? values.get(constant.slice(1, -1)) ?? '';
  const context: RequestContext = Object.fromEntries(
    keys.flatMap((key): [string, string | string[]][] => {
      const found = key.values.filter(({ isGiven }) => value(isGiven) === 'true').map(({ text }) => value(text));
      if (found.length === 0) return [];
      return [[key.name, key.multivalued ? found : (found[0] ?? '')]];
    }),
  );
  const arn = resource ?? value(asked.resource);
  const { service } = fixed;
  const action = fixed.action ?? (service === undefined ? value(asked.action) : `${service}:${value(afterColon)}`);
  return { principal, action, resource: { arn, accountId }, context };
};
