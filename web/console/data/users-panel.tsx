import type { ShownChoices, ShownUser } from '../../../infra/local/console/data/shown.ts';
import { CopyButton } from '../copy-button.tsx';
import { createKept, useKept } from '../kept.ts';
import { useChoices } from '../use-choices.ts';
import { describeFound } from './describe-found.ts';
import { chooseColour } from './owner.tsx';
import { SearchField } from './search-field.tsx';
import { Facts, Problem, Time } from './shown.tsx';
import { useLive } from './use-live.ts';

const keptSearch = createKept('');

/** Users and their three names: the address, and the two ids, of which one owns notes. */
export const UsersPanel = () => {
  const [search, setSearch] = useKept(keptSearch);
  const { answer: users, problem } = useLive<readonly ShownUser[]>('GET /api/data/users', {}, ['users']);
  const choices = useChoices();
  const wanted = search.toLowerCase();
  const found = users?.filter(({ email, sub, identityId }) =>
    [email, sub, identityId].some((name) => name.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <p>The user pool knows somebody by an address and a sub{choices && `; ${ownerWords[choices.owner]}`}.</p>
      <SearchField label="Search by address or id" text={search} onText={setSearch} />
      <Problem sentence={problem} />
      {found?.length === 0 && (
        <p>{describeFound({ one: 'user', count: 0, search: users?.length === 0 ? '' : search })}</p>
      )}
      <ul className="data-records">
        {found?.map((user) => (
          <User key={user.sub} user={user} />
        ))}
      </ul>
    </>
  );
};

const ownerWords: Readonly<Record<ShownChoices['owner'], string>> = {
  identity: 'to notes and files, the same person is an identity id',
  'user-pool-sub': 'to notes, too, the same person is the sub',
};

const User = ({ user }: { readonly user: ShownUser }) => {
  const { email, isVerified, sub, identityId, owner, status, isDisabled, secondFactor, created } = user;
  const named = (id: string, what: string) => (
    <>
      <code>{id}</code> <CopyButton text={id} what={what} />
    </>
  );
  return (
    <li className={`data-record data-owner-edge ${chooseColour(owner)}`}>
      <p className="data-record-title data-text">{email}</p>
      <Facts
        facts={{
          [describeId('Sub, in the user pool', sub, owner)]: named(sub, 'the sub'),
          [describeId('Identity id', identityId, owner)]: named(identityId, 'the identity id'),
          Status: isDisabled ? `${status}, disabled` : status,
          Address: isVerified ? 'verified' : 'not verified',
          'Second factor': secondFactor ? 'authenticator app' : 'none',
          Created: <Time at={created} />,
        }}
      />
    </li>
  );
};

const describeId = (what: string, id: string, owner: string): string =>
  id === owner ? `${what}, which owns notes` : what;
