import { useState } from 'react';
import type { ItemPage, ShownItem, ShownUser } from '../../../infra/local/console/data/shown.ts';
import { CopyButton } from '../copy-button.tsx';
import { describeFound } from './describe-found.ts';
import { OwnerLine } from './owner.tsx';
import { Facts, formatSize, Problem, Time } from './shown.tsx';
import { useLive } from './use-live.ts';

interface ItemsProps {
  /** Default: all owners. */
  readonly owner?: string;
  readonly search?: string;
  /** Used to show the owner of each item. */
  readonly users?: readonly ShownUser[];
}

/** Items page by page, kept up to date. */
export const ItemList = (props: ItemsProps) => {
  const [count, setCount] = useState(1);
  return <Pages {...props} before={{ items: 0, looked: 0 }} count={count} onMore={() => setCount(count + 1)} />;
};

interface PagesProps extends ItemsProps {
  /** The end of the page before these; by default, there is none. */
  readonly after?: string;
  /** How many items are on the pages before these, and how many were looked at for them. */
  readonly before: { readonly items: number; readonly looked: number };
  /** How many pages are shown. */
  readonly count: number;
  readonly onMore: () => void;
}

/** A page, and then those that follow: each begins where the one before it ends now, however many items came since. */
const Pages = ({ before, count, onMore, ...props }: PagesProps) => {
  const { owner, search, users, after } = props;
  const query = {
    ...(owner !== undefined && { owner }),
    ...(search !== undefined && { search }),
    ...(after !== undefined && { after }),
  };
  const { answer, problem } = useLive<ItemPage>('GET /api/data/items', query, ['table']);
  const { items = [], looked = 0, next } = answer ?? {};
  const sum = { items: before.items + items.length, looked: before.looked + looked };
  const isLast = answer !== undefined && (next === undefined || count === 1);
  const found = describeFound({
    ...{ one: 'item', count: sum.items, search: search ?? '' },
    ...(next !== undefined && { lookedAt: sum.looked }),
  });
  return (
    <>
      <Problem sentence={problem} />
      <ul className="data-records">
        {items.map((item) => (
          <Item key={JSON.stringify([item.owner, item.noteId])} item={item} users={users} />
        ))}
      </ul>
      {isLast && found !== undefined && <p>{found}</p>}
      {next !== undefined && count > 1 && (
        <Pages {...props} after={next} before={sum} count={count - 1} onMore={onMore} />
      )}
      {next !== undefined && count === 1 && (
        <button type="button" onClick={onMore}>
          Show more
        </button>
      )}
    </>
  );
};

const Item = ({ item, users }: { readonly item: ShownItem; readonly users: readonly ShownUser[] | undefined }) => {
  const { kind, content, isCut, noteId, attachment, createdAt, updatedAt, deletedAt, expiresAt, revision, size } = item;
  const isGone = kind === 'tombstone';
  return (
    <li className={isGone ? 'data-record data-tombstone' : 'data-record'}>
      {users !== undefined && <OwnerLine owner={item.owner} users={users} />}
      {isGone ? (
        <p className="data-record-title">Tombstone: the note was deleted</p>
      ) : (
        <p className="data-record-title data-text" dir="auto">
          {content}
          {isCut && ' …'}
        </p>
      )}
      <Facts
        facts={{
          'Note id': (
            <>
              <code>{noteId}</code> <CopyButton text={noteId} what="the note id" />
            </>
          ),
          File: attachment !== undefined && <code className="data-text">{attachment}</code>,
          Created: createdAt !== undefined && <Time at={createdAt} />,
          Changed: updatedAt !== undefined && <Time at={updatedAt} />,
          Deleted: deletedAt !== undefined && <Time at={deletedAt} />,
          Expires: expiresAt !== undefined && <Time at={expiresAt} />,
          Revision: revision !== undefined && <code>{revision}</code>,
          Size: formatSize(size),
        }}
      />
    </li>
  );
};
