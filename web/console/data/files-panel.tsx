import { useState } from 'react';
import type { FilePage, ShownFile, ShownUpload, ShownUser } from '../../../infra/local/console/data/shown.ts';
import { createKept, useKept } from '../kept.ts';
import { useChoices } from '../use-choices.ts';
import { describeFound } from './describe-found.ts';
import { formatCount } from './format-count.ts';
import { OwnerLine } from './owner.tsx';
import { SearchField } from './search-field.tsx';
import { Facts, formatSize, Problem, Time } from './shown.tsx';
import { useLive } from './use-live.ts';

const keptSearch = createKept('');

/** Files by owner: each user's identity id is the prefix that their credentials reach. */
export const FilesPanel = () => {
  const [search, setSearch] = useKept(keptSearch);
  const [after, setAfter] = useState<string>();
  const query = { search, ...(after !== undefined && { after }) };
  const { answer, problem } = useLive<FilePage>('GET /api/data/files', query, ['files', 'table']);
  const { answer: users = [] } = useLive<readonly ShownUser[]>('GET /api/data/users', {}, ['users']);
  const choices = useChoices();
  const next = answer?.next;
  const searchFor = (text: string): void => {
    setSearch(text);
    setAfter(undefined);
  };
  if (choices?.owner === 'user-pool-sub')
    return <p>This stack has no files: they belong to identity ids, and its notes to the subs of users.</p>;
  return (
    <>
      <SearchField label="Search by owner or name" text={search} onText={searchFor} />
      <Problem sentence={problem} />
      {answer?.files.length === 0 && (
        <p>{describeFound({ one: 'file', count: 0, search, isLater: after !== undefined })}</p>
      )}
      <ul className="data-records">
        {answer?.files.map((file) => (
          <File key={file.key} file={file} users={users} />
        ))}
      </ul>
      {after !== undefined && (
        <button type="button" onClick={() => setAfter(undefined)}>
          Show the first
        </button>
      )}
      {next !== undefined && (
        <button type="button" onClick={() => setAfter(next)}>
          Show the next
        </button>
      )}
      {answer !== undefined && answer.uploads.length > 0 && (
        <>
          <h3>Unfinished uploads</h3>
          <ul className="data-records">
            {answer.uploads.map((upload, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: there may be some of one key
              <Unfinished key={index} upload={upload} users={users} />
            ))}
          </ul>
        </>
      )}
    </>
  );
};

const File = ({ file, users }: { readonly file: ShownFile; readonly users: readonly ShownUser[] }) => {
  const { owner, name, size, type, modified, notes, markedAt } = file;
  return (
    <li className="data-record">
      {owner !== undefined && <OwnerLine owner={owner} users={users} />}
      <p className="data-record-title data-text" dir="auto">
        {name}
      </p>
      <Facts
        facts={{
          Size: formatSize(size),
          Type: type,
          Changed: <Time at={modified} />,
          'Referred to by': notes.length === 0 ? 'no note' : notes.map((note) => <code key={note}>{note} </code>),
          Sweep: markedAt !== undefined && (
            <>
              marked <Time at={markedAt} />: the next sweep deletes it unless a note refers to it by then
            </>
          ),
        }}
      />
    </li>
  );
};

const Unfinished = ({ upload, users }: { readonly upload: ShownUpload; readonly users: readonly ShownUser[] }) => (
  <li className="data-record">
    {upload.owner !== undefined && <OwnerLine owner={upload.owner} users={users} />}
    <p className="data-record-title data-text" dir="auto">
      {upload.name}
    </p>
    <Facts
      facts={{
        Begun: <Time at={upload.begun} />,
        'Uploaded so far': `${formatCount(upload.parts, 'part')}, ${formatSize(upload.bytes)}`,
      }}
    />
  </li>
);
