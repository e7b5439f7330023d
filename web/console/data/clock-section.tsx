import type { Moved, Reading } from '../../../infra/local/data/reports.ts';
import { tell } from '../ask.ts';
import { ConfirmedButton } from './confirmed-button.tsx';
import { describeDuration } from './describe-duration.ts';
import { formatCount } from './format-count.ts';
import { Problem, Time } from './shown.tsx';
import { createDone, useDoing } from './use-doing.ts';
import { useLive } from './use-live.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Credentials expire after an hour; tombstones, codes and temporary marks after a day; presigned URLs after a week;
 * then sign-ins.
 */
const steps = [
  { label: '+1 hour', by: hour },
  { label: '+1 day', by: day },
  { label: '+8 days', by: 8 * day },
  { label: '+31 days', by: 31 * day },
] as const;

const keptDone = createDone();

export const ClockSection = () => {
  const { answer: clock, problem } = useLive<Reading>('GET /api/data/clock', {}, ['clock']);
  const doing = useDoing(keptDone);
  const forward = (by: number) =>
    doing.run(async () => describeMoved(await tell<Moved>('POST /api/data/clock', { forward: by })));
  const reset = () =>
    doing.run(async () => {
      await tell('POST /api/data/clock', { reset: true });
      return 'The clock shows the machine’s time again.';
    });
  return (
    <section aria-labelledby="clock-heading">
      <h3 id="clock-heading">Clock</h3>
      {clock !== undefined && (
        <p>
          The clock of the stack said <Time at={clock.now} />,{' '}
          {clock.offset === 0 ? 'the time of the machine' : `${describeDuration(clock.offset)} ahead of the machine`}.
        </p>
      )}
      <p>
        When the clock moves forward, tombstones expire, credentials, codes and presigned URLs end, and due schedules
        run. Our clients follow the date of answers and keep working.
      </p>
      <p className="data-choices">
        {steps.map(({ label, by }) => (
          <button key={label} type="button" disabled={doing.isBusy} onClick={() => forward(by)}>
            {label}
          </button>
        ))}
        <ConfirmedButton
          label="Back to the machine’s time"
          question="Set the clock back? What was deleted stays deleted, and what was issued meanwhile lasts that much longer."
          onConfirm={reset}
          disabled={doing.isBusy || clock?.offset === 0}
        />
      </p>
      <p role="status">{doing.said}</p>
      <Problem sentence={doing.problem ?? problem} />
    </section>
  );
};

const describeMoved = ({ expired, runs, failures, signInsEnded, codesEnded }: Moved): string =>
  `Because of it: ${formatCount(expired, 'item')} of the table expired, ${formatCount(runs, 'run')} by schedules${
    failures === 0 ? '' : ` (${failures} failed)`
  }, ${formatCount(signInsEnded, 'sign-in')} and ${formatCount(codesEnded, 'code')} ended.`;
