import { createExplanation, type Explanation } from './explanation.ts';

/** An owner under whose key there is a note with a certain id. */
export interface Holder {
  readonly owner: string;
  readonly deleted: boolean;
}

/** `asked`: the key that the function asked for, which begins with the caller's owner. */
export const explainNoteNotFound = (
  asked: { readonly owner: string; readonly noteId: string },
  holders: readonly Holder[],
  complete: boolean,
): Explanation => {
  const { owner, noteId } = asked;
  const sections = [
    {
      title: 'Keys',
      lines: [
        `asked for  { userId: ${owner}, noteId: ${noteId} }`,
        ...holders.map(
          (each) => `there is   { userId: ${each.owner}, noteId: ${noteId} }${each.deleted ? ', deleted' : ''}`,
        ),
      ],
    },
  ];
  if (holders.some((each) => each.owner === owner && each.deleted))
    return createExplanation(
      'NotFound.Deleted',
      'The caller had this note, and deleted it.',
      'Nothing: its tombstone keeps a repeated create from bringing it back, for a day.',
      sections,
    );
  if (holders.some((each) => each.owner === owner))
    return createExplanation(
      'NotFound.MadeSince',
      'The caller has this note now, but did not when the request came.',
      'Try again.',
      sections,
    );
  const other = holders.find((each) => each.owner !== owner);
  if (other !== undefined)
    return createExplanation(
      'NotFound.OfAnotherOwner',
      `The note is another owner’s: it is ${other.owner}’s, and the caller is ${owner}. ` +
        'To the caller, it does not exist.',
      'Sign in as its owner. A missing note and another owner’s look the same on purpose.',
      sections,
    );
  return complete
    ? createExplanation(
        'NotFound.NotThere',
        'Nobody has a note with this id.',
        'See `npx notes list` for the existing ids.',
        sections,
      )
    : createExplanation(
        'NotFound.NotLookedUp',
        'The caller has no note with this id; the table is too large to check whether somebody else has.',
        'See `npx notes list` for the existing ids.',
        sections,
      );
};

export const noId: Explanation = createExplanation(
  'NotFound.NoId',
  'The path does not contain a note id: note ids are UUIDs.',
  'See `npx notes list` for the existing ids.',
);
