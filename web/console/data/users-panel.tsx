import { useState } from 'react';
import type { ShownUser } from '../../../infra/local/console/data/shown.ts';
import { CopyButton } from '../copy-button.tsx';
import { describeFound } from './describe-found.ts';
import { chooseColour } from './owner.tsx';
import { SearchField } from './search-field.tsx';
import { Facts, Problem, Time } from './shown.tsx';
import { useLive } from './use-live.ts';

/** Users and their three names: the address, the id in the user pool, and the identity id that owns notes and files. */
export const UsersPanel = () => {
  const [search, setSearch] = useState('');
  const { answer: users, problem } = useLive<readonly ShownUser[]>('GET /api/data/users', {}, ['users']);
  const wanted = search.toLowerCase();
  const found = users?.filter(({ email, sub, identityId }) =>
    [email, sub, identityId].some((name) => name.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <p>
        The user pool knows somebody by an address and a sub; to notes and files, the same person is an identity id.
      </p>
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

const User = ({ user }: { readonly user: ShownUser }) => {
  const { email, isVerified, sub, identityId, status, isDisabled, secondFactor, created } = user;
  const named = (id: string, what: string) => (
    <>
      <code>{id}</code> <CopyButton text={id} what={what} />
    </>
  );
  return (
    <li className={`data-record data-owner-edge ${chooseColour(identityId)}`}>
      <p className="data-record-title data-text">{email}</p>
      <Facts
        facts={{
          'Sub, in the user pool': named(sub, 'the sub'),
          'Identity id, which owns notes': named(identityId, 'the identity id'),
          Status: isDisabled ? `${status}, disabled` : status,
          Address: isVerified ? 'verified' : 'not verified',
          'Second factor': secondFactor ? 'authenticator app' : 'none',
          Created: <Time at={created} />,
        }}
      />
    </li>
  );
};
