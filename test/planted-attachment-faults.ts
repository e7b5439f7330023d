const came = /^(A store .+: )?(\w+ came to|A page is|A page of|list came to) /;
const takes = /^A store takes ".*" of ".*" for ".*" of ".*": \w+/s;
const anotherFile = /^A (large )?file came back as another\.$/;
const said = 'A put whose source failed does not say so.';
const wrongList = /^(The list is not all files in order|The pages of a list do not come to an end)\.$/;

/** Faults that stores of files have, each under a law that must reject it, with what the law must say then. */
export const attachmentFaults = {
  'comes to what a map of maps comes to, whatever several owners do in turn': {
    'owners are names of an object': /is not a function|undefined or null to object/,
    'a page is longer than asked for': /^A page of at most \d has \d files\.$/,
    'a put adds to what is there': came,
  },
  'lists all files of an owner, in the order of their keys, each once, whatever the page': {
    'a list is in the order of UTF-16': wrongList,
    'a list is in the order of putting': wrongList,
    'a list forgets its last page': wrongList,
    'a page begins with its cursor': wrongList,
    'a list ends after a hundred files': wrongList,
    'a list goes on for ever': wrongList,
    'an empty file is not listed': wrongList,
  },
  'dates each file by its own clock, in a list as by itself': {
    'dates are seconds': /^A file that was put just now is of \d+\.$/,
    'a list has dates of its own': /^A file of \d+ is of \d+ in a list\.$/,
    'a file is dated when it is read':
      /^(The date of a file changed without a put|A file of \d+ is of \d+ in a list)\.$/,
  },
  'has one of several files that are put at the same time, as a whole': {
    'a put writes into the file that is there': 'Files that were put at the same time came to one that nobody put.',
  },
  'lets what happens at the same time have happened in some order, file by file': {
    'a put is done after its answer': /^No order explains what happened to the file of [01]:\n/,
    'a get looks for the type and then for the bytes': /^No order explains what happened to the file of [01]:\n/,
  },
  'never shows one owner anything that another did, however alike their names': {
    'an owner is found by its beginning': came,
    'owners are compared without case': came,
    'owners are normalized': came,
    'owners are trimmed': came,
    'owners end at NUL': came,
  },
  'keeps two files apart whose owner and key come to the same when they are written one behind the other': {
    'owner and key are joined by a slash': takes,
    'owner and key are joined by a colon': takes,
    'owner and key are joined by nothing': takes,
  },
  'tells every owner from another, in whichever way stores take one text for another': {
    'owners are cut at 255 bytes': /^A store that .+ takes the owner .+ for .+: /s,
    'owners are decoded': /^A store that .+ takes the owner .+ for .+: /s,
  },
  'tells every key from another, in whichever way stores take one text for another': {
    'keys are decoded': /^A store that .+ takes the key .+ for .+: /s,
    'keys are compared without case': /^A store that .+ takes the key .+ for .+: /s,
    'keys are normalized': /^A store that .+ takes the key .+ for .+: /s,
    'keys are trimmed': /^A store that .+ takes the key .+ for .+: /s,
    'keys have spaces for pluses': /^A store that .+ takes the key .+ for .+: /s,
    'keys end at a question mark': /^A store that .+ takes the key .+ for .+: /s,
    'keys have slashes for backslashes': /^A store that .+ takes the key .+ for .+: /s,
    'keys lose dots at their end': /^A store that .+ takes the key .+ for .+: /s,
    'keys are cut at 959 bytes': /^A store that .+ takes the key .+ for .+: /s,
  },
  'leaves the files of one owner as they are, whatever another does with their keys': {
    'the owner is left out': /^A store lets one owner at the file of another: /,
    'a delete goes by the key alone': /^A store lets one owner at the file of another: /,
    'a put of another’s key is refused': /^A store lets one owner at the file of another: /,
  },
  'gives one owner no cursor into the files of another': {
    'a cursor carries its owner': 'A list shows files of another owner, or a way to them.',
    'a list goes on while anybody has files': 'A list shows files of another owner, or a way to them.',
  },
  'serves many owners at once, each with what is theirs': {
    'the owner is in a variable that all share': /^A store takes owner \d+ of many for another: /,
  },
  'shows at once what was written, however often it was asked for before': {
    'a get is remembered': /^A store remembers an answer: /,
    'a list is remembered': /^A store remembers an answer: /,
  },
  'deletes what is there, succeeds where nothing is, and takes a new file afterwards': {
    'a delete of nothing fails': /^A store does not delete as it should: delete came to /,
    'a delete leaves a file of no bytes': /^A store does not delete as it should: get came to /,
    'a deleted file cannot be put again': /^A store does not delete as it should: put came to /,
  },
  'keeps every byte of every file, also of one without any, in whichever pieces they come': {
    'a file ends at a piece of no bytes': anotherFile,
    'only the first piece is kept': anotherFile,
    'a file ends at 64 KiB': anotherFile,
    'bytes are read as UTF-8': anotherFile,
    'the last byte is left out': anotherFile,
    'a file of no bytes is none': /AttachmentNotFound|_unsafeUnwrap/,
    'sizes are those of the first piece': /^A file of \d+ bytes is said to have \d+\.$/,
  },
  'keeps what looks like text, like code or like a protocol as it is': {
    'line ends are made one': anotherFile,
    'a byte order mark is left out': anotherFile,
    'a signed chunk is taken out of its frame': anotherFile,
  },
  'keeps a file of several MiB': {
    'parts are put together by their names': anotherFile,
    'a list has the size of the last part': 'A list shows a large file as another.',
  },
  'keeps the media type of each file, and takes that of the file that replaces it': {
    'media types are in small letters': /^The media type .+ came back as .+\.$/,
    'media types lose their parameters': /^The media type .+ came back as .+\.$/,
    'a put keeps the media type that is there': /^The media type .+ came back as .+\.$/,
    'a file of no bytes has no media type': /^The media type .+ came back as .+\.$/,
  },
  'gives the file that was there when a get began, to its end, or fails, whatever is written meanwhile': {
    'a get reads what is there by then': 'What was read is not the file that was there when the get began.',
    'a get of what is replaced ends early': 'What was read is not the file that was there when the get began.',
  },
  'leaves what was there where the source fails, and says what it failed with': {
    'a source that fails is at its end': said,
    'what a source failed with is not told': said,
    'a source that fails is the store’s failure': said,
    'a source that fails removes what was there': /_unsafeUnwrap|AttachmentNotFound|^A put whose source failed/,
    'a source that fails leaves what came':
      /^A (put whose source failed|list shows a file whose source failed|file of)/,
  },
  'leaves what was there where the source of a large file fails': {
    'parts that came are kept where the source fails':
      /^A (list shows a file whose source failed|put whose source failed changed)/,
  },
  'keeps what it holds to itself: a buffer that it took or gave can be used for other bytes': {
    'pieces are kept as they are': 'A store keeps a buffer of the source, which changes it.',
    'a file of one piece is kept as it is': 'A change of what was put, after it was put, changed the file.',
    'what is read is what is held': 'A change of what was read changed the file.',
  },
  'lets go of a file that is not read to its end, or not at all': {
    'a file that was not begun is not let go of': /_unsafeUnwrap|StoreUnavailable/,
    'a file that was let go of is read on': 'A file that was let go of can still be read.',
  },
  'refuses what is larger than it takes, ends its source, and leaves what was there': {
    'what is too much is cut': 'A put of more than the store takes does not say so.',
    'what is too much is said to be another bound': 'A put of more than the store takes does not say so.',
    'a source of too much is not ended': 'A source of which no more is wanted was not ended.',
    'too much removes what was there': 'A put of more than the store takes left a file.',
    'the bound is one byte less': /_unsafeUnwrap|AttachmentTooLarge/,
  },
} as const satisfies Record<string, Record<string, string | RegExp>>;

type ByLaw = typeof attachmentFaults;
export type AttachmentFault = { [Law in keyof ByLaw]: keyof ByLaw[Law] }[keyof ByLaw];
