import type { ShownUser } from '../../../infra/local/console/data/shown.ts';
import { CopyButton } from '../copy-button.tsx';

/** As many colours as the style sheet defines. */
const colours = 8;

/** Returns an owner's colour class, the same wherever the owner appears. */
export const chooseColour = (owner: string): string => {
  let sum = 0;
  for (const letter of owner) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return `owner-${sum % colours}`;
};

interface OwnerProps {
  readonly owner: string;
  readonly users: readonly ShownUser[];
}

/** An owner by both names: the user's address and the key. */
export const OwnerName = ({ owner, users }: OwnerProps) => {
  const user = users.find(({ identityId, sub }) => identityId === owner || sub === owner);
  return (
    <span className="data-owner-name">
      <strong>{user?.email ?? 'Not a user of the pool'}</strong> <code>{owner}</code>
    </span>
  );
};

export const OwnerLine = (props: OwnerProps) => (
  <span className={`data-owner-line ${chooseColour(props.owner)}`}>
    <OwnerName {...props} />
    <CopyButton text={props.owner} what="the owner’s id" />
  </span>
);
