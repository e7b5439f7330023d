import { Body } from '../chain/contents.tsx';
import { Refusal } from '../chain/refusal.tsx';
import { Chain } from '../chain/trace-view.tsx';
import { Code, Facts, More } from '../parts.tsx';
import { formatHref } from '../place.ts';
import type { TrialResult } from './send.ts';

/** What was signed and sent in somebody's name, what came back, and how. */
export const OutcomeView = ({ outcome: { user, tried, trace } }: { readonly outcome: TrialResult }) => {
  const { sent, answer, unanswered } = tried;
  return (
    <section className="outcome" aria-label={`As ${user.email}`}>
      <h3>
        As {user.email}:{' '}
        <span className={answer === undefined || answer.status >= 400 ? 'broken' : undefined}>
          {answer?.status ?? 'no answer'}
        </span>
      </h3>
      {answer === undefined ? (
        <p className="notice">No answer came: {unanswered}.</p>
      ) : (
        <Body title="Answer" body={answer.body} mark={user.owner} />
      )}
      <More title="The signed request">
        <Code title="Request line" text={`${sent.method} ${sent.url}`} />
        <Facts facts={sent.headers} />
      </More>
      {trace?.refusal !== undefined && <Refusal refusal={trace.refusal} />}
      {trace !== undefined && (
        <>
          <p>
            <a href={formatHref('chain', trace.id)}>Its chain among all requests</a>
          </p>
          <Chain trace={trace} />
        </>
      )}
    </section>
  );
};
