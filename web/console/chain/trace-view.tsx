import { useEffect, useRef } from 'react';
import type { Row, Trace } from '../../../infra/local/trace/trace.ts';
import { formatHref } from '../place.ts';
import { useAnswer } from '../use-answer.ts';
import { describeOutcome, readName } from './filter.ts';
import { createLinks } from './links.tsx';
import { Refusal } from './refusal.tsx';
import { formatMilliseconds } from './row-list.tsx';

interface TraceViewProps {
  readonly id: string;
  /** Its row in the list. When the row changes, so has the trace. */
  readonly row: Row | undefined;
}

export const TraceView = ({ id, row }: TraceViewProps) => {
  const { answer, problem, again } = useAnswer<Trace>('GET /api/chain/trace', { id });
  const heading = useRef<HTMLHeadingElement>(null);
  const trace = answer?.id === id ? answer : undefined;
  const isShown = trace !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for every other row
  useEffect(again, [row?.cause, row?.milliseconds]);
  useEffect(() => {
    if (isShown) heading.current?.focus();
  }, [isShown]);
  return (
    <section className="trace" aria-label="The chain of this request">
      <p className="back">
        <a href={formatHref('chain')}>All requests</a>
      </p>
      {trace === undefined && problem === undefined && <p className="muted">Asking the stack …</p>}
      {problem !== undefined && <p className="notice">{problem}</p>}
      {trace !== undefined && (
        <>
          <h3 ref={heading} tabIndex={-1}>
            {trace.method} {trace.path}
          </h3>
          <p className="muted">
            {readName(trace) || 'unknown caller'} · {describeOutcome(trace)} {trace.status} in{' '}
            {formatMilliseconds(trace.milliseconds ?? 0)}
            {trace.requestId !== undefined && ` · ${trace.requestId}`}
          </p>
          {trace.refusal !== undefined && <Refusal refusal={trace.refusal} />}
          <Chain trace={trace} />
        </>
      )}
    </section>
  );
};

/** The steps from top to bottom, and where they end. */
export const Chain = ({ trace }: { readonly trace: Trace }) => {
  const total = Math.max(trace.milliseconds ?? 0, 0.001);
  return (
    <ol className="links">
      {createLinks(trace).map(({ key, title, sentence, isBroken, at, milliseconds: took, content }) => (
        <li key={key} className={isBroken ? 'link link-broken' : 'link'}>
          <h4>
            {title}
            {isBroken && <strong className="broken"> — the chain ends here</strong>}
          </h4>
          <p className="sentence">{sentence}</p>
          {took !== undefined && (
            <p className="took">
              <span className="bar" aria-hidden="true">
                <span style={{ marginInlineStart: share(at, total), inlineSize: share(took, total) }} />
              </span>
              {formatMilliseconds(took)}
            </p>
          )}
          {content}
        </li>
      ))}
    </ol>
  );
};

const share = (part: number, total: number): string => `${Math.min(100, (100 * part) / total).toFixed(2)}%`;
