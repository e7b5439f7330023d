import { defineTexts } from '../../texts/texts.ts';

export const dataTexts = defineTexts({
  en: {
    title: 'Your data',
    back: 'All notes',
    exportTitle: 'Export',
    exportHint: 'All your notes and files in one file, a tar archive. What has not been sent yet is not in it.',
    export: 'Export everything',
    unsent: 'Some changes have not been sent yet, and will not be in the export.',
    importTitle: 'Import',
    importHint:
      'Creates the notes and files of an export that do not exist yet. ' +
      'Nothing is created twice, and nothing that exists is changed.',
    import: 'Import a file',
    revive: 'Bring back notes that have been deleted since, under new ids',
    cancel: 'Cancel',
    cancelled: {
      ExportCancelled: 'The export was cancelled, and nothing was saved.',
      ImportCancelled:
        'The import was cancelled. What was imported until then stays; repeat it, and nothing is created twice.',
    },
    exporting: 'Exporting …',
    checking: 'Reading the archive …',
    importing: 'Importing …',
    far: (notes: string, files: string, bytes: string) => `${notes}, ${files} (${bytes})`,
    note: { one: 'note', other: 'notes' },
    file: { one: 'file', other: 'files' },
    exported: 'Exported:',
    exportFailed: 'The export ended early, and nothing was saved. Try again.',
    importFailed: 'The import ended early. What was imported stays; repeat it, and nothing is created twice.',
    noArchive: 'This is not an export of notes.',
    cut: 'This export is cut off in the middle. Nothing was imported.',
    imported: 'Now present, as in the file:',
    changed: 'Not imported, as another version exists:',
    deleted: 'Not imported, as it has been deleted since:',
    refused: 'Not imported, as the server does not accept it:',
    revived: (notes: string) => `${notes} came back under new ids.`,
    leftOut: 'Not in the export:',
  },
  de: {
    title: 'Ihre Daten',
    back: 'Alle Notizen',
    exportTitle: 'Export',
    exportHint:
      'Alle Ihre Notizen und Dateien als eine Datei, ein tar-Archiv. Was noch nicht gesendet ist, fehlt darin.',
    export: 'Alles exportieren',
    unsent: 'Einige Änderungen sind noch nicht gesendet und fehlen im Export.',
    importTitle: 'Import',
    importHint:
      'Legt die Notizen und Dateien eines Exports an, wo sie nicht da sind. ' +
      'Nichts entsteht doppelt, und nichts, was da ist, wird geändert.',
    import: 'Datei importieren',
    revive: 'Seitdem gelöschte Notizen unter neuen Kennungen zurückholen',
    cancel: 'Abbrechen',
    cancelled: {
      ExportCancelled: 'Der Export wurde abgebrochen, und nichts wurde gespeichert.',
      ImportCancelled:
        'Der Import wurde abgebrochen. Was bis dahin kam, bleibt; wiederholen Sie ihn, nichts entsteht doppelt.',
    },
    exporting: 'Export läuft …',
    checking: 'Das Archiv wird gelesen …',
    importing: 'Import läuft …',
    far: (notes, files, bytes) => `${notes}, ${files} (${bytes})`,
    note: { one: 'Notiz', other: 'Notizen' },
    file: { one: 'Datei', other: 'Dateien' },
    exported: 'Exportiert:',
    exportFailed: 'Der Export endete vorzeitig, und nichts wurde gespeichert. Versuchen Sie es erneut.',
    importFailed: 'Der Import endete vorzeitig. Was da ist, bleibt; wiederholen Sie ihn, nichts entsteht doppelt.',
    noArchive: 'Das ist kein Export von Notizen.',
    cut: 'Dieser Export endet mittendrin. Nichts wurde importiert.',
    imported: 'Jetzt da, wie in der Datei:',
    changed: 'Nicht importiert, da eine andere Fassung da ist:',
    deleted: 'Nicht importiert, da seitdem gelöscht:',
    refused: 'Nicht importiert, da der Server es nicht annimmt:',
    revived: (notes) => `Unter neuen Kennungen zurückgekommen: ${notes}.`,
    leftOut: 'Nicht im Export:',
  },
});
