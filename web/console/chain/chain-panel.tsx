import { useMemo } from 'react';
import './chain.css';
import { formatOutputsOption, type OutputsFile } from '../../../infra/local/outputs-option.ts';
import type { Row } from '../../../infra/local/trace/trace.ts';
import { useLive } from '../data/use-live.ts';
import { createKept, useKept } from '../kept.ts';
import type { PanelProps } from '../panels.tsx';
import { everything, passes, readName } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { RowList } from './row-list.tsx';
import { TraceView } from './trace-view.tsx';
import { useRows } from './use-rows.ts';

const none: readonly Row[] = [];

/** What is chosen: also while another tab is shown. */
const kept = { isPaused: createKept(false), filter: createKept(everything) };

/** Requests as they come in, and the chain of the selected one. */
export const ChainPanel = ({ place: [id] }: PanelProps) => {
  const [isPaused, setPaused] = useKept(kept.isPaused);
  const [filter, setFilter] = useKept(kept.filter);
  const { rows: answered, lost } = useRows(isPaused);
  const rows = answered ?? none;
  const shown = rows.filter((row) => passes(row, filter));
  // The selected name stays in the list, even when all its rows are gone.
  const names = useMemo(
    () => [...new Set([filter.who, ...rows.map(readName)])].filter((name) => name !== '').toSorted(),
    [rows, filter.who],
  );
  return (
    <div className={id === undefined ? 'chain' : 'chain chain-open'}>
      <section className="chain-list" aria-label="Requests">
        <FilterBar {...{ filter, names, isPaused }} onFilter={setFilter} onPause={setPaused} />
        {lost !== undefined && (
          <p role="status" className="notice">
            {lost} The console tries again every second.
          </p>
        )}
        {answered === undefined && lost === undefined && <p className="muted">Asking the stack …</p>}
        {answered?.length === 0 && lost === undefined && <NoRequests />}
        {rows.length > 0 && shown.length === 0 && <p className="muted">No request matches the filter.</p>}
        <RowList rows={shown} chosen={id} />
      </section>
      {id !== undefined && <TraceView key={id} id={id} row={rows.find((row) => row.id === id)} />}
    </div>
  );
};

const NoRequests = () => {
  const { answer: file } = useLive<OutputsFile>('GET /api/outputs-file', {}, []);
  return (
    <p className="muted">
      There are no requests yet. Open the page, run <code>npx notes list{file && formatOutputsOption(file)}</code>, or{' '}
      <a href="#/try">try it</a>.
    </p>
  );
};
