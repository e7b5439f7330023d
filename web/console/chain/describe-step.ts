import type { Trace, TraceStep, TraceStepOf } from '../../../infra/local/trace/trace.ts';

/** A step in words. */
export interface StepWords {
  readonly title: string;
  /** What happens here, for somebody who sees it for the first time. */
  readonly sentence: string;
}

/** Describes a step by what the trace has of it: the stack may have been started with other choices than the usual. */
export const describeStep = (step: TraceStep, trace: Trace): StepWords => {
  switch (step.kind) {
    case 'Request':
      return { title: 'Request', sentence: 'The request as it was sent; only what is secret is hidden.' };
    case 'Signature':
      return { title: 'Canonical request', sentence: describeSignature(step, trace) };
    case 'Credentials':
      return {
        title: 'Credentials',
        sentence:
          'The session token is sealed by the identity pool and names one identity. ' +
          'No path, header or body can name another.',
      };
    case 'Permission':
      return describePermission(step, trace);
    case 'Event':
      return {
        title: `Function “${step.functionName}”`,
        sentence:
          trace.kind === 'schedule'
            ? 'EventBridge invokes the function because it is time, in nobody’s name: the event says nothing else.'
            : 'API Gateway writes the caller’s identity into the event itself; ' +
              'it is not taken from anything that the client wrote.',
      };
    case 'Owner':
      return {
        title: 'Owner',
        sentence:
          'The owner comes from the event’s identity and from nothing else. ' +
          'Everything that follows is restricted to this one value.',
      };
    case 'Role':
      return {
        title: 'Role session',
        sentence:
          `The function asks for a session that is tagged with ${nameOwner(trace)}. ` +
          'From here on, IAM keeps owners apart, not the code.',
      };
    case 'Table':
      return { title: `DynamoDB: ${step.operation}`, sentence: describeTableCall(step, trace) };
    case 'Files':
      return { title: `S3: ${step.operation}`, sentence: describeFilesCall(step) };
    case 'Pool':
      return {
        title: step.operation,
        sentence: 'Sign-in ends in temporary credentials; passwords, codes and tokens are never shown here.',
      };
    case 'Answer':
      return { title: 'Answer', sentence: 'This went back to the client.' };
  }
};

const describeSignature = ({ matches }: TraceStepOf<'Signature'>, { kind }: Trace): string => {
  const service = kind === 'files' ? 'S3' : 'The API';
  return matches
    ? `${service} writes the request in one canonical form and signs that with the caller’s secret key. ` +
        'The signatures are equal, so nobody has changed what was signed.'
    : `${service} writes the request in one canonical form and signs that with the secret key. ` +
        'The signatures differ, so nothing in the request is trusted.';
};

const describePermission = ({ of }: TraceStepOf<'Permission'>, { isDeniedInPart }: Trace): StepWords => {
  if (of === 'caller')
    return {
      title: 'Policy of the caller',
      sentence: isDeniedInPart
        ? 'A policy of the caller’s role has to allow this, or this part of the request is not done.'
        : 'A policy of the caller’s role has to allow this, or the chain ends here.',
    };
  const invoker = of === 'api' ? 'this API, for this route' : 'this schedule';
  return {
    title: 'Policy of the function',
    sentence: `The function’s own policy says who may invoke it: ${invoker}.`,
  };
};

/** A schedule is for all owners, one after the other. */
const nameOwner = ({ kind }: Trace): string => (kind === 'schedule' ? 'one owner' : 'the owner');

const describeTableCall = ({ session, leadingKeys }: TraceStepOf<'Table'>, trace: Trace): string => {
  if (trace.kind === 'table')
    return (
      'A user asks the table itself, with their own credentials and without a function. ' +
      'A policy of the users’ role has to allow it.'
    );
  const key =
    leadingKeys.length === 0
      ? 'The function asks for no owner’s key.'
      : `The item’s key begins with ${nameOwner(trace)}.`;
  return isTagged(session?.tags)
    ? `${key} IAM lets this session reach only the key that it is tagged with.`
    : `${key} The function signs with its own role, whose session is tagged with no owner. ` +
        'Here the code alone keeps owners apart, not IAM.';
};

const describeFilesCall = ({ permissions }: TraceStepOf<'Files'>): string =>
  permissions.some(({ context }) => isTagged(context))
    ? 'The function asks the bucket, in a session that is tagged with one owner.'
    : 'The function asks the bucket with its own role, whose session is tagged with no owner.';

/** The tag as a session has it, and as IAM sees it. */
const ownerTags: ReadonlySet<string> = new Set(['owner', 'aws:PrincipalTag/owner']);

const isTagged = (pairs: readonly (readonly [name: string, value: string])[] = []): boolean =>
  pairs.some(([name]) => ownerTags.has(name));
