import type { FormEvent } from 'react';
import type { About, Seeded } from '../../../infra/local/data/reports.ts';
import { tell } from '../ask.ts';
import { createKept, useKept } from '../kept.ts';
import { ClockSection } from './clock-section.tsx';
import { ConfirmedButton } from './confirmed-button.tsx';
import { formatCount } from './format-count.ts';
import { Problem, Time } from './shown.tsx';
import { createDone, type Doing, useDoing } from './use-doing.ts';
import { useLive } from './use-live.ts';

const keptDone = createDone();
const keptName = createKept('');

/** Actions on all data at once, and the clock. */
export const LocalPanel = () => {
  const doing = useDoing(keptDone);
  const seed = () =>
    doing.run(async () => {
      const { users, password, notes, files } = await tell<Seeded>('POST /api/data/seed', {});
      return (
        `${users.join(', ')} exist, with the ` +
        `password ${password}: ${formatCount(notes, 'note')}, ${formatCount(files, 'file')}.`
      );
    });
  const reset = () =>
    doing.run(async () => {
      await tell('POST /api/data/reset', {});
      return (
        'All data is deleted. The user that every new stack has exists again, ' +
        'and every address and id is unchanged.'
      );
    });
  return (
    <>
      <section aria-labelledby="data-heading">
        <h3 id="data-heading">All data</h3>
        <p className="data-choices">
          <button type="button" disabled={doing.isBusy} onClick={seed}>
            Create example data
          </button>
          <ConfirmedButton
            label="Delete all data"
            question="Delete all users, notes, files and mail of this stack?"
            onConfirm={reset}
            disabled={doing.isBusy}
          />
        </p>
        <p role="status">{doing.isBusy ? 'In progress …' : doing.said}</p>
        <Problem sentence={doing.problem} />
        <Snapshots doing={doing} />
      </section>
      <ClockSection />
    </>
  );
};

const Snapshots = ({ doing }: { readonly doing: Doing }) => {
  const { answer: snapshots, problem } = useLive<readonly About[]>('GET /api/data/snapshots', {}, ['snapshots']);
  const [name, setName] = useKept(keptName);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    void doing.run(async () => {
      await tell('POST /api/data/snapshot', { name });
      setName('');
      return `All data is saved as ${name}.`;
    });
  };
  const restore = (which: string) =>
    doing.run(async () => {
      await tell('POST /api/data/restore', { name: which });
      return `The data was restored from ${which}.`;
    });
  return (
    <>
      <h4>Snapshots</h4>
      <form className="data-choices" onSubmit={make}>
        <label htmlFor="snapshot-name">Name</label>
        <input
          id="snapshot-name"
          required
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
        <button type="submit" disabled={doing.isBusy}>
          Save all data
        </button>
      </form>
      <Problem sentence={problem} />
      {snapshots?.length === 0 && <p>There are none.</p>}
      <ul className="data-records">
        {snapshots?.map((each) => (
          <li key={each.name} className="data-record">
            <p className="data-record-title data-text">{each.name}</p>
            <p>
              <Time at={each.madeAt} />, {formatCount(each.users, 'user')}
            </p>
            <p>
              <ConfirmedButton
                label={`Restore ${each.name}`}
                question={`Replace all data of this stack with the snapshot ${each.name}?`}
                onConfirm={() => restore(each.name)}
                disabled={doing.isBusy}
              />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
};
