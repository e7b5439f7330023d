import { useState } from 'react';
import type { OwnerSum, ShownChoices, ShownUser } from '../../../infra/local/console/data/shown.ts';
import { createKept, useKept } from '../kept.ts';
import { useChoices } from '../use-choices.ts';
import { formatCount } from './format-count.ts';
import { ItemList } from './item-list.tsx';
import { chooseColour, OwnerName } from './owner.tsx';
import { SearchField } from './search-field.tsx';
import { formatSize, Problem } from './shown.tsx';
import { useLive } from './use-live.ts';

/** How many owners are shown at once, and for how many the items are open from the start. */
const ownersAtOnce = 30;
const openOwners = 5;

const keptSearch = createKept('');

/** The table by owner, which is the partition key. */
export const TablePanel = () => {
  const [search, setSearch] = useKept(keptSearch);
  const [shown, setShown] = useState(ownersAtOnce);
  const { answer: owners = [], problem } = useLive<readonly OwnerSum[]>('GET /api/data/owners', {}, ['table']);
  const { answer: users = [] } = useLive<readonly ShownUser[]>('GET /api/data/users', {}, ['users']);
  const choices = useChoices();
  const total = owners.reduce((sum, { notes, tombstones }) => sum + notes + tombstones, 0);
  return (
    <>
      <p>
        {formatCount(total, 'item')} of {formatCount(owners.length, 'owner')}. Each owner is a partition key
        {choices && reach[choices.isolation]}.
      </p>
      <SearchField label="Search in all items" text={search} onText={setSearch} />
      <Problem sentence={problem} />
      {search !== '' ? (
        <ItemList key={search} search={search} users={users} />
      ) : (
        owners
          .slice(0, shown)
          .map((sum, index) => <OwnerItems key={sum.owner} sum={sum} users={users} isOpen={index < openOwners} />)
      )}
      {search === '' && owners.length > shown && (
        <button type="button" onClick={() => setShown(shown + ownersAtOnce)}>
          Show more owners
        </button>
      )}
    </>
  );
};

const reach: Readonly<Record<ShownChoices['isolation'], string>> = {
  iam: '; a function reaches one of them at a time',
  application: '; a function’s role reaches all of them, and its code asks for one at a time',
};

interface OwnerItemsProps {
  readonly sum: OwnerSum;
  readonly users: readonly ShownUser[];
  readonly isOpen: boolean;
}

const OwnerItems = ({ sum, users, isOpen }: OwnerItemsProps) => {
  const { owner, notes, tombstones, bytes } = sum;
  const [open, setOpen] = useState(isOpen);
  return (
    <details
      className={`data-owner ${chooseColour(owner)}`}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <OwnerName owner={owner} users={users} />{' '}
        <span className="data-sums">
          {formatCount(notes, 'note')}, {formatCount(tombstones, 'tombstone')}, {formatSize(bytes)}
        </span>
      </summary>
      {open && <ItemList owner={owner} />}
    </details>
  );
};
