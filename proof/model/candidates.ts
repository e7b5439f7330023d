import type { Pattern } from '../../infra/local/iam/pattern.ts';
import type { Policy, Statement } from '../../infra/local/iam/policy.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import { implies, isAmong, literal, type Term } from '../smt/terms.ts';
import { listKeys, type SymbolicContext, type SymbolicKey } from './context.ts';
import type { Given } from './request.ts';

/**
 * Lists where to look for a request first: resources that the policies or the intended requests suggest, each with
 * actions of its own service. The solver builds a long text slowly, one character at a time, but decides at once about
 * a known one. These candidates only help to find a request; that there is none is proven without them.
 */
export const listCandidates = (
  policies: readonly Policy[],
  intended: readonly Request[],
  context: SymbolicContext,
  given: Given,
): readonly Given[] => {
  const statements = policies.flatMap((policy) => policy.statements);
  const patterns = statements.flatMap(({ resource }) => resource?.patterns ?? []);
  const resources =
    given.resource === undefined
      ? removeDuplicates([...intended.map(({ resource }) => resource.arn), ...patterns.map(createExample), ...others])
      : [given.resource];
  const actions = removeDuplicates(
    [
      ...intended.map(({ action }) => action),
      ...statements.flatMap(({ action }) => action.patterns.map(({ written }) => written)),
      ...otherActions,
    ].map((action) => action.toLowerCase()),
  ).filter((action) => !/[*?]/.test(action));
  return resources.flatMap((resource) =>
    actions
      .filter((action) => action.startsWith(`${serviceOf(resource)}:`))
      .flatMap((action) =>
        listTexts(policies, intended, selectKeys(action, policies, intended, context)).map(
          (texts): Given => ({ ...given, resource, action, service: serviceOf(resource), texts }),
        ),
      ),
  );
};

/** Selects the single-valued keys that statements about an action test, or that intended requests for it have. */
const selectKeys = (
  action: string,
  policies: readonly Policy[],
  intended: readonly Request[],
  context: SymbolicContext,
): readonly SymbolicKey[] => {
  const isAbout = ({ action: { element, patterns } }: Statement): boolean =>
    element === 'NotAction' || patterns.some(({ written }) => /[*?]/.test(written) || written.toLowerCase() === action);
  const about = policies.map((policy) => ({ ...policy, statements: policy.statements.filter(isAbout) }));
  const meant = intended.filter((request) => request.action.toLowerCase() === action);
  const names = [...listKeys(about), ...meant.flatMap((request) => Object.keys(request.context))];
  const mentioned = new Set(names.map((name) => name.toLowerCase()));
  return context.keys.filter(({ name, multivalued }) => !multivalued && mentioned.has(name.toLowerCase()));
};

/** Lists every combination of suggested values for these keys. Leaves out keys without suggestions. */
const listTexts = (
  policies: readonly Policy[],
  intended: readonly Request[],
  keys: readonly SymbolicKey[],
): readonly ReadonlyMap<Term, string>[] =>
  keys.reduce<readonly ReadonlyMap<Term, string>[]>(
    (choices, { name, values: [value] }) => {
      const texts = suggestValues(name, policies, intended);
      if (value === undefined || texts.length === 0) return choices;
      return choices.flatMap((choice) => texts.map((text) => new Map([...choice, [value.text, text]])));
    },
    [new Map()],
  );

/** Asserts that the values of multivalued keys are suggested ones, too. */
export const isSuggested = (
  policies: readonly Policy[],
  intended: readonly Request[],
  context: SymbolicContext,
): readonly Term[] =>
  context.keys.flatMap(({ name, multivalued, values }) => {
    const texts = multivalued ? suggestValues(name, policies, intended).map(literal) : [];
    return texts.length === 0 ? [] : values.map(({ isGiven, text }) => implies(isGiven, isAmong(text, texts)));
  });

/** Suggests values for a key. Suggests none if its values are short: the solver finds those by itself. */
const suggestValues = (name: string, policies: readonly Policy[], intended: readonly Request[]): readonly string[] => {
  const conditions = policies.flatMap(({ statements }) => statements.flatMap((statement) => statement.conditions));
  const texts = [
    ...intended.flatMap((request) => [request.context[name] ?? []].flat()),
    ...conditions
      .filter(({ key, test }) => key.toLowerCase() === name.toLowerCase() && test.kind === 'Pattern')
      .flatMap(({ test }) => (test.kind === 'Pattern' ? test.values.map(createExample) : [])),
  ];
  return texts.some((text) => text.length > 15) ? removeDuplicates([...texts, 'any', 'other', '']) : [];
};

/** Returns the service of an ARN. For a role it is STS, which assumes it. */
const serviceOf = (arn: string): string => {
  const service = arn.split(':')[2] ?? '';
  return service === 'iam' ? 'sts' : service;
};

const others = [
  'arn:aws:dynamodb:eu-west-1:123456789012:table/another',
  'arn:aws:execute-api:eu-west-1:123456789012:zyxwvu9876/$default/GET/notes',
  'arn:aws:iam::123456789012:role/Administrator',
];
const otherActions = [
  'dynamodb:DeleteItem',
  'sts:AssumeRole',
  'sts:TagSession',
  'execute-api:Invoke',
  'sns:Publish',
  's3:PutObjectAcl',
];

const removeDuplicates = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Creates a text that matches a pattern. */
const createExample = ({ parts, written }: Pattern): string =>
  written === '*' ? 'arn:aws:s3:::any' : parts.map((part) => (part.kind === 'Text' ? part.text : 'any')).join('');
