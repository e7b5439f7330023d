import type { Filter } from './filter.ts';

interface FilterBarProps {
  readonly filter: Filter;
  readonly names: readonly string[];
  readonly isPaused: boolean;
  readonly onFilter: (filter: Filter) => void;
  readonly onPause: (isPaused: boolean) => void;
}

export const FilterBar = ({ filter, names, isPaused, onFilter, onPause }: FilterBarProps) => (
  <search className="filters">
    <label>
      Search
      <input
        type="search"
        value={filter.text}
        placeholder="path, status, cause …"
        onChange={({ target }) => onFilter({ ...filter, text: target.value })}
      />
    </label>
    <label>
      User
      <select value={filter.who} onChange={({ target }) => onFilter({ ...filter, who: target.value })}>
        <option value="">everybody</option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
    <label>
      Outcome
      <select
        value={filter.outcome}
        onChange={({ target }) => onFilter({ ...filter, outcome: target.value as Filter['outcome'] })}
      >
        <option value="all">all</option>
        <option value="refused">refused</option>
        <option value="served">served</option>
      </select>
    </label>
    <label className="check">
      <input
        type="checkbox"
        checked={filter.hasPreflights}
        onChange={({ target }) => onFilter({ ...filter, hasPreflights: target.checked })}
      />
      preflights
    </label>
    <button type="button" aria-pressed={isPaused} onClick={() => onPause(!isPaused)}>
      Pause
    </button>
  </search>
);
