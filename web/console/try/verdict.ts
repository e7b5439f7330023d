import type { Permission, Trace } from '../../../infra/local/trace/trace.ts';
import type { TrialResult } from './send.ts';

/** Describes what happened when another user sent one user's request, in a few plain sentences. */
export const describeVerdict = (one: TrialResult, other: TrialResult): string => {
  const [whose, who] = [one.user.email, other.user.email];
  const { status } = other.tried.answer;
  const denied = findDenied(other.trace);
  if (denied !== undefined) return `IAM stopped ${who}: ${denied.sentence}`;
  const [keys, otherKeys] = [listKeys(one.trace), listKeys(other.trace)];
  const areApart = keys.length > 0 && otherKeys.length > 0 && keys.every((key) => !otherKeys.includes(key));
  if (status === 404 && areApart)
    return (
      `${who} was told that there is no such thing. The function looked only under ${who}’s own key, ` +
      `never under ${whose}’s: the key comes from who signed the request, and nothing in the request changes it.`
    );
  if (status >= 400) return other.trace?.refusal?.cause ?? `${who} was refused with ${status}.`;
  if (areApart)
    return (
      'Both were served, each under a key of their own. The same request means other items, ' +
      `as the key comes from who signed it: ${who} saw nothing of ${whose}’s.`
    );
  return `Both were served. The chains show which key each was restricted to.`;
};

const findDenied = (trace: Trace | undefined): Permission | undefined =>
  trace?.steps
    .map((step) => ('permission' in step ? step.permission : undefined))
    .find((permission) => permission !== undefined && !permission.allowed);

const listKeys = (trace: Trace | undefined): readonly string[] =>
  trace?.steps.flatMap((step) => (step.kind === 'Table' ? step.leadingKeys : [])) ?? [];
