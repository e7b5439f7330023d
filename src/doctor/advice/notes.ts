import type { NotesFinding } from '../notes.ts';
import type { LeftBehind } from '../undo.ts';
import { adviseFaulty, type Rows } from './rows.ts';

const proxy =
  'Something in between changes requests or answers (a proxy, a CDN, a cache): try the API’s own address (ApiEndpoint) without it.';

export const notesAdvice: Rows<NotesFinding['kind'] | LeftBehind['kind']> = {
  NoteChanged: ({ route }) =>
    adviseFaulty(`${route} answered another note than was sent: its content or its id was changed.`, proxy),
  HeaderMissing: ({ route, header }) =>
    adviseFaulty(`The answer of ${route} has no ${header}, which it should.`, proxy),
  NotListed: ({ noteId }) =>
    adviseFaulty(
      `Note ${noteId} was made, and is not in the list.`,
      proxy,
      'If the functions of the routes have different tables (NOTES_TABLE_NAME), deploy anew.',
    ),
  IfMatchIgnored: ({ noteId }) =>
    adviseFaulty(
      `An update of note ${noteId} was carried out though its If-Match was of an older version: two people would overwrite each other’s changes.`,
      'Something in between drops the header If-Match.',
      proxy,
    ),
  NotDeleted: ({ noteId }) => adviseFaulty(`Note ${noteId} was deleted, and is still there.`, proxy),
  LeftBehind: ({ what }) =>
    adviseFaulty(
      `Not all could be undone: ${what.join('; ')}.`,
      'Delete a note by its id: notes delete ID. End sign-ins: notes sign-out --everywhere.',
    ),
};
