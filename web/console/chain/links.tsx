import type { ReactNode } from 'react';
import type { Trace, TraceStep, TraceStepOf } from '../../../infra/local/trace/trace.ts';
import { Facts } from '../parts.tsx';
import { formatHref } from '../place.ts';
import { renderContent } from './contents.tsx';
import { describeStep, type StepWords } from './describe-step.ts';

/** A link of the chain, as it is shown. */
export interface Link extends StepWords {
  readonly key: string;
  readonly isBroken: boolean;
  readonly at: number;
  readonly milliseconds: number | undefined;
  readonly content: ReactNode;
}

/** Creates the links of a trace. If a session was reused, also shows the link in which it was created. */
export const createLinks = (trace: Trace): readonly Link[] => {
  const mark = findOwner(trace);
  const last = findBrokenStep(trace);
  return trace.steps.flatMap((step, index): Link[] => {
    const link: Link = {
      ...{ key: `${index}`, at: step.at, milliseconds: step.kind === 'Owner' ? undefined : step.milliseconds },
      ...{ ...describeStep(step, trace), isBroken: step === last, content: renderContent(step, mark) },
    };
    return step.kind === 'Table' ? [...keptSession(trace, step, mark), link] : [link];
  });
};

/** Returns the owner to mark. Without a function, it is whichever of the user's ids the request names as a key. */
const findOwner = ({ steps, who }: Trace): string | undefined => {
  const owner = steps.find((step) => step.kind === 'Owner');
  if (owner !== undefined) return owner.owner;
  const keys = steps.flatMap((step) => (step.kind === 'Table' ? step.leadingKeys : []));
  return [who?.identityId, who?.sub].find((id) => id !== undefined && keys.includes(id)) ?? who?.identityId;
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
