import { defineTexts } from '../../texts/texts.ts';

export const conflictTexts = defineTexts({
  en: {
    title: 'This note was changed elsewhere',
    explained: 'Another device or tab saved it while you were writing. Nothing is overwritten before you choose.',
    deletion: 'You deleted this note, but before that it had been changed elsewhere. This is what it says now:',
    mine: 'Yours',
    theirs: 'The saved one',
    onlyMine: 'Only in yours:',
    onlyTheirs: 'Only in the saved one:',
    file: (name: string) => `File: ${name}`,
    noFile: 'No file',
    takeMine: 'Keep mine',
    takeTheirs: 'Keep the saved one',
    merge: 'Merge',
    merged: 'Merged text',
    mergedHint:
      'Both versions, merged line by line. Where both changed the same lines, both are there: ' +
      'edit the text as you like.',
    saveMerged: 'Save the merged text',
    deleteStill: 'Delete it anyway',
    keepIt: 'Do not delete it',
  },
  de: {
    title: 'Diese Notiz wurde anderswo geändert',
    explained:
      'Ein anderes Gerät oder Fenster hat sie gespeichert, während Sie schrieben. ' +
      'Nichts wird überschrieben, bevor Sie wählen.',
    deletion: 'Sie haben diese Notiz gelöscht, und sie wurde vorher anderswo geändert. Das steht jetzt darin:',
    mine: 'Ihre',
    theirs: 'Die gespeicherte',
    onlyMine: 'Nur in Ihrer:',
    onlyTheirs: 'Nur in der gespeicherten:',
    file: (name) => `Datei: ${name}`,
    noFile: 'Keine Datei',
    takeMine: 'Meine behalten',
    takeTheirs: 'Die gespeicherte behalten',
    merge: 'Zusammenführen',
    merged: 'Zusammengeführter Text',
    mergedHint:
      'Beide Fassungen in einer, nach Zeilen. Wo beide dieselben Zeilen änderten, stehen beide: ' +
      'Ändern Sie sie, wie Sie möchten.',
    saveMerged: 'Zusammengeführten Text speichern',
    deleteStill: 'Trotzdem löschen',
    keepIt: 'Nicht löschen',
  },
});
