import { listPermissions } from '../../../infra/local/trace/list-permissions.ts';
import type { Permission, Trace } from '../../../infra/local/trace/trace.ts';
import type { TrialResult } from './send.ts';

/**
 * Describes what happened when two users sent the same request, in a few plain sentences: who was served, and who was
 * stopped by what.
 */
export const describeVerdict = (one: TrialResult, other: TrialResult): string => {
  const areApart = haveKeysApart(one.trace, other.trace);
  const stops = [describeStop(one, other, areApart), describeStop(other, one, areApart)] as const;
  if (stops.every((stop) => stop === undefined))
    return areApart
      ? 'Both were served, each under a key of their own. The same request means other items, ' +
          'as the key comes from who signed it: neither saw anything of the other’s.'
      : 'Both were served. The chains show what each request reached.';
  return [
    ...(stops.includes(undefined) ? [] : ['Neither was served.']),
    ...[one, other].map(({ user }, index) => stops[index] ?? `${user.email} was served.`),
    ...(areApart && [one, other].some(isMissing)
      ? ['The key comes from who signed the request, and nothing in the request changes it.']
      : []),
  ].join(' ');
};

/** Describes what stopped a request. Returns `undefined` if it was served. */
const describeStop = (trial: TrialResult, other: TrialResult, areApart: boolean): string | undefined => {
  const { user, tried, trace } = trial;
  const { email } = user;
  const status = tried.answer?.status;
  const denied = findDenied(trace);
  if (denied !== undefined)
    return `IAM stopped ${trace?.isDeniedInPart ? `a part of what ${email} asked for` : email}: ${denied.sentence}`;
  if (status === undefined) return `No answer came to ${email}.`;
  if (status < 400) return undefined;
  if (areApart && isMissing(trial))
    return (
      `${email} was told that there is no such thing: the function looked only under ${email}’s own key, ` +
      `never under ${other.user.email}’s.`
    );
  const what = status < 500 ? `${email} was refused with ${status}` : `${email}’s request failed with ${status}`;
  return trace?.refusal === undefined ? `${what}.` : `${what}: ${trace.refusal.cause}`;
};

const isMissing = ({ tried, trace }: TrialResult): boolean =>
  tried.answer?.status === 404 && findDenied(trace) === undefined;

const findDenied = (trace: Trace | undefined): Permission | undefined =>
  trace?.steps.flatMap(listPermissions).find(({ allowed }) => !allowed);

/** Returns whether both requests reached the table, and had no key in common. */
const haveKeysApart = (one: Trace | undefined, other: Trace | undefined): boolean => {
  const [keys, otherKeys] = [listKeys(one), listKeys(other)];
  return keys.length > 0 && otherKeys.length > 0 && keys.every((key) => !otherKeys.includes(key));
};

const listKeys = (trace: Trace | undefined): readonly string[] =>
  trace?.steps.flatMap((step) => (step.kind === 'Table' ? step.leadingKeys : [])) ?? [];
