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
      'Nothing: what is left of it keeps a create from being carried out twice, for a day.',
      sections,
    );
  if (holders.some((each) => each.owner === owner))
    return createExplanation(
      'NotFound.MadeSince',
      'The caller has this note by now, but not when it was asked for.',
      'Try again.',
      sections,
    );
  const other = holders.find((each) => each.owner !== owner);
  if (other !== undefined)
    return createExplanation(
      'NotFound.OfAnotherOwner',
      `The note is another owner’s: it is ${other.owner}’s, and the caller is ${owner}. To the caller it is as if there were none.`,
      'Sign in as its owner. That a missing note and another’s look the same is as it should be.',
      sections,
    );
  return complete
    ? createExplanation(
        'NotFound.NotThere',
        'Nobody has a note with this id.',
        'See `npx notes list` for the ids that there are.',
        sections,
      )
    : createExplanation(
        'NotFound.NotLookedUp',
        'The caller has no note with this id; the table is too large to see whether somebody else has.',
        'See `npx notes list` for the ids that there are.',
        sections,
      );
};

export const noId: Explanation = createExplanation(
  'NotFound.NoId',
  'What stands in the path is no id of a note: they are UUIDs.',
  'See `npx notes list` for the ids that there are.',
);
