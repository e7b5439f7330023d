import type { ReactNode } from 'react';
import type { Trace, TraceStep, TraceStepOf } from '../../../infra/local/trace/trace.ts';
import { Facts } from '../parts.tsx';
import { formatHref } from '../place.ts';
import { renderContent } from './contents.tsx';

/** A link of the chain, as it is shown. */
export interface Link {
  readonly key: string;
  readonly title: string;
  /** What happens here, for somebody who sees it for the first time. */
  readonly sentence: string;
  readonly isBroken: boolean;
  readonly at: number;
  readonly milliseconds: number | undefined;
  readonly content: ReactNode;
}

/** Creates the links of a trace. If a session was reused, also shows the link in which it was created. */
export const createLinks = (trace: Trace): readonly Link[] => {
  const owner = trace.steps.find(({ kind }) => kind === 'Owner');
  const mark = owner?.kind === 'Owner' ? owner.owner : trace.who?.identityId;
  const last = findBrokenStep(trace);
  return trace.steps.flatMap((step, index): Link[] => {
    const link: Link = {
      ...{ key: `${index}`, at: step.at, milliseconds: step.kind === 'Owner' ? undefined : step.milliseconds },
      ...{ ...describeStep(step), isBroken: step === last, content: renderContent(step, mark) },
    };
    return step.kind === 'Table' ? [...keptSession(trace, step, mark), link] : [link];
  });
};

/** Returns the last step that refused, before the answer. */
const findBrokenStep = ({ steps, isRefused }: Trace): TraceStep | undefined =>
  isRefused ? (steps.findLast(isNo) ?? steps.findLast(({ kind }) => kind !== 'Answer')) : undefined;

const isNo = (step: TraceStep): boolean => {
  switch (step.kind) {
    case 'Permission':
      return !step.permission.allowed;
    case 'Signature':
      return !step.matches;
    case 'Role':
    case 'Table':
    case 'Files':
      return step.status >= 400;
    default:
      return false;
  }
};

const keptSession = (trace: Trace, table: TraceStepOf<'Table'>, mark: string | undefined): readonly Link[] => {
  const { session, accessKeyId } = table;
  const isTakenHere = trace.steps.some((step) => step.kind === 'Role' && step.issuedKeyId === accessKeyId);
  if (session?.takenIn === undefined || isTakenHere) return [];
  const content = (
    <>
      <Facts
        facts={[...session.tags.map(([key, value]) => [`tag ${key}`, value] as const), ['role', session.roleArn]]}
        mark={mark}
      />
      <p>
        <a href={formatHref('chain', session.takenIn)}>The request in which it began</a>
      </p>
    </>
  );
  return [
    {
      ...{ key: `session-${accessKeyId}`, title: 'Reused session', at: table.at, milliseconds: undefined, content },
      ...{
        isBroken: false,
        sentence:
          'The function has a session for this owner from an earlier request, and uses it again. ' +
          'It is tagged with the same owner.',
      },
    },
  ];
};

const describeStep = (step: TraceStep): Pick<Link, 'title' | 'sentence'> => {
  switch (step.kind) {
    case 'Request':
      return { title: 'Request', sentence: 'The request as it was sent; only what is secret is hidden.' };
    case 'Signature':
      return {
        title: 'Canonical request',
        sentence: step.matches
          ? 'The API writes the request in one canonical form and signs that with the caller’s secret key. ' +
            'The signatures are equal, so nobody has changed a byte.'
          : 'The API writes the request in one canonical form and signs that with the secret key. ' +
            'The signatures differ, so nothing in the request is trusted.',
      };
    case 'Credentials':
      return {
        title: 'Credentials',
        sentence:
          'The session token is sealed by the identity pool and names one identity. ' +
          'No path, header or body can name another.',
      };
    case 'Permission':
      return permissionWords[step.of];
    case 'Event':
      return {
        title: `Function “${step.functionName}”`,
        sentence:
          'API Gateway writes the caller’s identity into the event itself; ' +
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
          'The function asks for a session that is tagged with the owner. ' +
          'From here on, IAM keeps owners apart, not the code.',
      };
    case 'Table':
      return {
        title: `DynamoDB: ${step.operation}`,
        sentence:
          'The item’s key begins with the owner. IAM lets this session reach only the key that it is tagged with.',
      };
    case 'Files':
      return {
        title: `S3: ${step.operation}`,
        sentence: 'The function asks the bucket, in a session of its own role.',
      };
    case 'Pool':
      return {
        title: step.operation,
        sentence: 'Sign-in ends in temporary credentials; passwords, codes and tokens are never shown here.',
      };
    case 'Answer':
      return { title: 'Answer', sentence: 'This went back to the client.' };
  }
};

const permissionWords: Readonly<Record<TraceStepOf<'Permission'>['of'], Pick<Link, 'title' | 'sentence'>>> = {
  caller: {
    title: 'Policy of the caller',
    sentence: 'A policy of the caller’s role has to allow this, or the chain ends here.',
  },
  api: {
    title: 'Policy of the function',
    sentence: 'The function’s own policy says who may invoke it: this API, for this route.',
  },
  schedule: {
    title: 'Policy of the function',
    sentence: 'The function’s own policy says who may invoke it: this schedule.',
  },
};
