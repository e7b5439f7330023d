import type { Pattern } from '../../infra/local/iam/pattern.ts';
import type { Policy } from '../../infra/local/iam/policy.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import { implies, isAmong, literal, type Term } from '../smt/terms.ts';
import type { SymbolicContext } from './context.ts';
import { asked, type Given } from './request.ts';

/**
 * Where to look for a request first: at resources that the policies, or what is intended, suggest, each with actions of its own service. The
 * solver builds a long text slowly, a character at a time, and takes one of a few at once. Only to find a request: that there is none
 * is asked without this.
 */
export const placesToLook = (
  policies: readonly Policy[],
  intended: readonly Request[],
  given: Given,
): readonly Given[] => {
  if (given.resource !== undefined) return [given];
  const patterns = policies.flatMap(({ statements }) => statements.flatMap(({ resource }) => resource?.patterns ?? []));
  const resources = unique([...intended.map(({ resource }) => resource.arn), ...patterns.map(exampleOf), ...others]);
  return resources.map((resource) => ({ ...given, resource, service: serviceOf(resource) }));
};

/** That actions and long texts of the context are suggested ones, too. */
export const isSuggested = (
  policies: readonly Policy[],
  intended: readonly Request[],
  context: SymbolicContext,
  { service }: Given,
): readonly Term[] => {
  const statements = policies.flatMap((policy) => policy.statements);
  const actions = [
    ...intended.map(({ action }) => action),
    ...statements.flatMap(({ action }) => action.patterns.map(({ written }) => written)),
    ...otherActions,
  ].map((action) => action.toLowerCase());
  const ofService = unique(actions).filter(
    (action) => !/[*?]/.test(action) && (service === undefined || action.startsWith(`${service}:`)),
  );
  return [
    isAmong(asked.action, ofService.map(literal)),
    ...context.keys.flatMap(({ name, values }) => {
      const conditions = statements.flatMap((statement) => statement.conditions);
      const texts = [
        ...intended.flatMap((request) => [request.context[name] ?? []].flat()),
        ...conditions
          .filter(({ key, test }) => key.toLowerCase() === name.toLowerCase() && test.kind === 'Pattern')
          .flatMap(({ test }) => (test.kind === 'Pattern' ? test.values.map(exampleOf) : [])),
      ];
      // Short ones it finds by itself.
      if (!texts.some((text) => text.length > 15)) return [];
      const all = unique([...texts, 'other', '']).map(literal);
      return values.map(({ isGiven, text }) => implies(isGiven, isAmong(text, all)));
    }),
  ];
};

/** A role is taken by STS. */
const serviceOf = (arn: string): string => {
  const service = arn.split(':')[2] ?? '';
  return service === 'iam' ? 'sts' : service;
};

const others = [
  'arn:aws:dynamodb:eu-west-1:123456789012:table/another',
  'arn:aws:execute-api:eu-west-1:123456789012:zyxwvu9876/$default/GET/notes',
  'arn:aws:iam::123456789012:role/Administrator',
];
const otherActions = ['dynamodb:DeleteItem', 'sts:AssumeRole', 'sts:TagSession', 'execute-api:Invoke', 'sns:Publish'];

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** A text that is like a pattern. */
const exampleOf = ({ parts, written }: Pattern): string =>
  written === '*' ? 'arn:aws:s3:::any' : parts.map((part) => (part.kind === 'Text' ? part.text : 'any')).join('');
