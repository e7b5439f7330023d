import type { NotesFinding } from '../notes.ts';
import type { LeftBehind } from '../undo.ts';
import { adviseFaulty, type Rows } from './rows.ts';

const proxy =
  'Something in between changes requests or answers (a proxy, a CDN, a cache): ' +
  'try without it, at the API’s own address (ApiEndpoint).';

export const notesAdvice: Rows<NotesFinding['kind'] | LeftBehind['kind']> = {
  NoteChanged: ({ route }) =>
    adviseFaulty(`${route} answered with a note other than the one sent: its content or its id was changed.`, proxy),
  HeaderMissing: ({ route, header }) => adviseFaulty(`The answer of ${route} lacks ${header}.`, proxy),
  NotListed: ({ noteId }) =>
    adviseFaulty(
      `Note ${noteId} was created, but is not in the list.`,
      proxy,
      'If the functions of the routes have different tables (NOTES_TABLE_NAME), deploy again.',
    ),
  IfMatchIgnored: ({ noteId }) =>
    adviseFaulty(
      `An update of note ${noteId} was carried out although its If-Match named an older version: ` +
        'two people would overwrite each other’s changes.',
      'Something in between may drop the header If-Match.',
      proxy,
    ),
  NotDeleted: ({ noteId }) => adviseFaulty(`Note ${noteId} was deleted, but is still there.`, proxy),
  LeftBehind: ({ what }) =>
    adviseFaulty(
      `Not everything could be undone: ${what.join('; ')}.`,
      'Delete a note by its id: notes delete ID. End sign-ins: notes sign-out --everywhere.',
    ),
};
