import { useAccount } from '../session/account.ts';
import { ViewHeading } from '../ui/heading.tsx';

/** The notes of who is signed in. */
export const NotesView = () => {
  const { who } = useAccount();
  return (
    <>
      <ViewHeading>Notes</ViewHeading>
      <p>{who.email}</p>
    </>
  );
};
