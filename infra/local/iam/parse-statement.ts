import { err, ok, Result } from 'neverthrow';
import { parseResourcePattern } from './arn-pattern.ts';
import { type Members, notUnderstood, parseMembers, parseTexts } from './document.ts';
import { parseCondition } from './parse-condition.ts';
import { type Pattern, parsePattern } from './pattern.ts';
import type { Condition, Effect, PatternElement, PolicyKind, PolicyNotUnderstood, Statement } from './policy.ts';
import { type PrincipalName, parsePrincipalName } from './principal-name.ts';

type Parsed<T> = Result<T, PolicyNotUnderstood>;

/**
 * What determines how a statement is parsed: the kind of its policy, and whether the policy's version has variables.
 */
export interface StatementGrammar {
  readonly kind: PolicyKind;
  readonly variables: boolean;
}

const known = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/**
 * Parses a statement by the grammar of its kind of policy [IAM User Guide, "Grammar of the IAM JSON policy language"].
 */
export const parseStatement = (raw: unknown, at: string, { kind, variables }: StatementGrammar): Parsed<Statement> =>
  parseMembers(raw, at, known).andThen((members) =>
    Result.combine([
      parseSid(members, at),
      parseEffect(members, at),
      kind === 'Trust'
        ? refuseMembers(['NotAction'], members, at).andThen(() =>
            parseElement('Action', members, at, parseActionOfTrust),
          )
        : parseElement('Action', members, at, parseAction),
      kind === 'Trust'
        ? refuseMembers(['Resource', 'NotResource'], members, at)
        : parseElement('Resource', members, at, (text) => parseResourcePattern(text, variables)),
      kind === 'Trust' || kind === 'Resource'
        ? parsePrincipals(members.Principal, `${at}.Principal`)
        : refuseMembers(['Principal'], members, at),
      parseConditions(members.Condition, `${at}.Condition`, variables),
    ]).map(([sid, effect, action, resource, principals, conditions]) => ({
      ...(sid !== undefined && { sid }),
      effect,
      action,
      ...(resource !== undefined && { resource }),
      ...(principals !== undefined && { principals }),
      conditions,
    })),
  );

const parseSid = ({ Sid: sid }: Members, at: string): Parsed<string | undefined> =>
  sid === undefined || typeof sid === 'string' ? ok(sid) : notUnderstood(`${at}.Sid`, 'is not a string');

const parseEffect = ({ Effect: effect }: Members, at: string): Parsed<Effect> =>
  effect === 'Allow' || effect === 'Deny' ? ok(effect) : notUnderstood(`${at}.Effect`, 'is neither Allow nor Deny');

const refuseMembers = (names: readonly string[], members: Members, at: string): Parsed<undefined> => {
  const found = names.find((name) => name in members);
  return found === undefined ? ok(undefined) : notUnderstood(`${at}.${found}`, 'is not allowed in this kind of policy');
};

/** Parses either an element or its `Not` form; exactly one of them must be present. */
const parseElement = <Name extends 'Action' | 'Resource'>(
  name: Name,
  members: Members,
  at: string,
  parse: (text: string) => Result<Pattern, string>,
): Parsed<PatternElement<Name>> => {
  const not = `Not${name}` as const;
  if (name in members === not in members) return notUnderstood(at, `does not have exactly one of ${name} and ${not}`);
  const element = name in members ? name : not;
  return parseTexts(members[element], `${at}.${element}`)
    .andThen((texts) => locateProblem(`${at}.${element}`, Result.combine(texts.map(parse))))
    .map((patterns) => ({ element, patterns }));
};

/**
 * Parses `*`, or a service and the name of an action, which may have wildcards [IAM User Guide, "IAM JSON policy
 * elements: Action"].
 */
const parseAction = (text: string): Result<Pattern, string> =>
  text === '*' || /^[a-z\d-]+:[\w*?-]+$/i.test(text)
    ? parsePattern(text, { variables: false, wildcards: true })
    : err(`is not an action: ${text}`);

/** Parses an action of a trust policy, which is about assuming its role and nothing else. */
const parseActionOfTrust = (text: string): Result<Pattern, string> =>
  /^sts:/i.test(text) ? parseAction(text) : err(`is not an action of STS: ${text}`);

const parsePrincipals = (raw: unknown, at: string): Parsed<readonly PrincipalName[]> => {
  if (raw === '*') return ok([{ kind: 'Everyone', written: '*' }]);
  return parseMembers(raw, at).andThen((members) => {
    const kinds = Object.entries(members);
    if (kinds.length === 0) return notUnderstood(at, 'names nobody');
    return Result.combine(
      kinds.map(([kind, names]) =>
        parseTexts(names, `${at}.${kind}`).andThen((texts) =>
          locateProblem(`${at}.${kind}`, Result.combine(texts.map((text) => parsePrincipalName(kind, text)))),
        ),
      ),
    ).map((names) => names.flat());
  });
};

const parseConditions = (raw: unknown, at: string, variables: boolean): Parsed<readonly Condition[]> =>
  raw === undefined
    ? ok([])
    : parseMembers(raw, at).andThen((operators) =>
        Result.combine(
          Object.entries(operators).map(([operator, keys]) =>
            parseMembers(keys, `${at}.${operator}`).andThen((byKey) =>
              Result.combine(
                Object.entries(byKey).map(([key, values]) =>
                  parseTexts(values, `${at}.${operator}.${key}`, ['number', 'boolean']).andThen((written) =>
                    locateProblem(`${at}.${operator}`, parseCondition(operator, key, written, variables)),
                  ),
                ),
              ),
            ),
          ),
        ).map((conditions) => conditions.flat()),
      );

const locateProblem = <T>(at: string, result: Result<T, string>): Parsed<T> =>
  result.mapErr((problem) => ({ kind: 'PolicyNotUnderstood', at, problem }));
