import { ok, Result } from 'neverthrow';
import { notUnderstood, parseMembers } from './document.ts';
import { parseStatement } from './parse-statement.ts';
import type { Policy, PolicyKind, PolicyNotUnderstood, PolicySource, PolicyVersion } from './policy.ts';

/**
 * Parses a policy document [IAM User Guide, "Grammar of the IAM JSON policy language"]. What is not understood is an
 * error: a statement or condition that was skipped would let somebody in, or keep nobody out.
 *
 * `NotPrincipal` and `CanonicalUser` are not understood. AWS says that the former "might" be compared with the account,
 * the role and the session in turn, and that other elements do its job ["AWS JSON policy elements: NotPrincipal"].
 */
export const parsePolicy = <K extends PolicyKind>(
  document: unknown,
  { kind, name }: PolicySource<K>,
): Result<Policy<K>, PolicyNotUnderstood> =>
  parseMembers(document, 'the policy', kind === 'Identity' || kind === 'Session' ? withoutId : withId).andThen(
    (members) =>
      Result.combine([parseVersion(members.Version), parseId(members.Id)]).andThen(([version, id]) => {
        const raw = Array.isArray(members.Statement) ? members.Statement : [members.Statement];
        if (raw.length === 0) return notUnderstood('Statement', 'is empty');
        const grammar = { kind, variables: version === '2012-10-17' };
        return Result.combine(raw.map((each, index) => parseStatement(each, `Statement[${index}]`, grammar))).map(
          (statements) => ({ kind, name, version, ...(id !== undefined && { id }), statements }),
        );
      }),
  );

const withoutId = ['Version', 'Statement'];
const withId = [...withoutId, 'Id'];

/**
 * Parses a version; a policy without one is of the first version [IAM User Guide, "IAM JSON policy elements: Version"].
 */
const parseVersion = (version: unknown = '2008-10-17'): Result<PolicyVersion, PolicyNotUnderstood> =>
  version === '2008-10-17' || version === '2012-10-17' ? ok(version) : notUnderstood('Version', 'is not understood');

const parseId = (id: unknown): Result<string | undefined, PolicyNotUnderstood> =>
  id === undefined || typeof id === 'string' ? ok(id) : notUnderstood('Id', 'is not a string');
