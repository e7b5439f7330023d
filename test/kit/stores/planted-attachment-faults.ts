const came = /^(A store .+: )?(\w+ came to|A page is|A page of|list came to) /;
const takes = /^A store takes ".*" of ".*" for ".*" of ".*": \w+/s;
const anotherFile = /^A (large )?file came back as another\.$/;
const said = 'A put whose source failed does not report it.';
const wrongList = /^(The list is not all files in order|The pages of a list do not end)\.$/;

/** Faults that stores of files have, each under a law that must reject it, with the message that the law must give. */
export const attachmentFaults = {
  'has the same outcomes as a map of maps, whatever several owners do in turn': {
    'owners are property names of a plain object': /is not a function|undefined or null to object/,
    'a page is longer than asked for': /^A page of at most \d has \d files\.$/,
    'a put appends to the old file': came,
  },
  'lists all files of an owner, in the order of their keys, each once, whatever the page': {
    'a list is in UTF-16 order': wrongList,
    'a list is in the order of the puts': wrongList,
    'a list forgets its last page': wrongList,
    'a page repeats its cursor': wrongList,
    'a list ends after a hundred files': wrongList,
    'a list never ends': wrongList,
    'an empty file is not listed': wrongList,
  },
  'dates each file by its own clock, the same in a list as in a get': {
    'dates are in seconds': /^A file that was put just now is dated \d+\.$/,
    'a list has dates of its own': /^A file dated \d+ is dated \d+ in a list\.$/,
    'a file is dated when it is read':
      /^(The date of a file changed without a put|A file dated \d+ is dated \d+ in a list)\.$/,
  },
  'keeps one of several files that are put at the same time, as a whole': {
    'a put writes into the file that is there': 'Files that were put at the same time became one that nobody put.',
  },
  'treats concurrent calls as if they came in some order, file by file': {
    'a put takes effect after its answer': /^No order explains what happened to the file of [01]:\n/,
    'a get reads the media type, and the bytes later': /^No order explains what happened to the file of [01]:\n/,
  },
  'never shows one owner anything that another did, however alike their names': {
    'an owner is found by a prefix': came,
    'owners are compared case-insensitively': came,
    'owners are normalized': came,
    'owners are trimmed': came,
    'owners are cut at NUL': came,
  },
  'keeps two files apart whose owner and key give the same text when they are joined': {
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
    'keys are compared case-insensitively': /^A store that .+ takes the key .+ for .+: /s,
    'keys are normalized': /^A store that .+ takes the key .+ for .+: /s,
    'keys are trimmed': /^A store that .+ takes the key .+ for .+: /s,
    'pluses in keys become spaces': /^A store that .+ takes the key .+ for .+: /s,
    'keys end at a question mark': /^A store that .+ takes the key .+ for .+: /s,
    'backslashes in keys become slashes': /^A store that .+ takes the key .+ for .+: /s,
    'keys lose trailing dots': /^A store that .+ takes the key .+ for .+: /s,
    'keys are cut at 959 bytes': /^A store that .+ takes the key .+ for .+: /s,
  },
  'leaves the files of one owner as they are, whatever another does with their keys': {
    'the owner is left out': /^A store lets one owner at the file of another: /,
    'a delete goes by the key alone': /^A store lets one owner at the file of another: /,
    'a put of another’s key is refused': /^A store lets one owner at the file of another: /,
  },
  'gives one owner no cursor into the files of another': {
    'a cursor carries its owner': 'A list shows files of another owner, or a way to them.',
    'a list has a cursor while anybody has files': 'A list shows files of another owner, or a way to them.',
  },
  'serves many owners at once, each with what is theirs': {
    'the owner is in a variable that all calls share': /^A store takes owner \d+ of many for another: /,
  },
  'shows at once what was written, however often it was asked for before': {
    'a get is cached': /^A store remembers an answer: /,
    'a list is cached': /^A store remembers an answer: /,
  },
  'deletes what is there, succeeds where nothing is, and takes a new file afterwards': {
    'a delete of nothing fails': /^A store does not delete as it should: delete came to /,
    'a delete leaves an empty file': /^A store does not delete as it should: get came to /,
    'a deleted file cannot be put again': /^A store does not delete as it should: put came to /,
  },
  'keeps every byte of every file, even of an empty one, in whichever pieces they come': {
    'a file ends at an empty piece': anotherFile,
    'only the first piece is kept': anotherFile,
    'a file ends at 64 KiB': anotherFile,
    'bytes are read as UTF-8': anotherFile,
    'the last byte is lost': anotherFile,
    'an empty file counts as missing': /AttachmentNotFound|_unsafeUnwrap/,
    'a file’s size is that of its first piece': /^A file of \d+ bytes is reported as \d+\.$/,
  },
  'keeps what looks like text, like code or like a protocol as it is': {
    'line ends are normalized': anotherFile,
    'a byte order mark is dropped': anotherFile,
    'a signed chunk is unwrapped': anotherFile,
  },
  'keeps a file of several MiB': {
    'parts are joined in the order of their names': anotherFile,
    'a list shows the size of the last part': 'A list shows a large file as another.',
  },
  'keeps the media type of each file, and takes that of the file that replaces it': {
    'media types become lower case': /^The media type .+ came back as .+\.$/,
    'media types lose their parameters': /^The media type .+ came back as .+\.$/,
    'a put keeps the old media type': /^The media type .+ came back as .+\.$/,
    'an empty file has no media type': /^The media type .+ came back as .+\.$/,
  },
  'gives the file that was there when a get began, to its end, or fails, whatever is written meanwhile': {
    'a get reads a later file': 'What was read is not the file that was there when the get began.',
    'a get of a replaced file ends early': 'What was read is not the file that was there when the get began.',
  },
  'leaves the previous file if the source fails, and says what it failed with': {
    'a source that fails counts as complete': said,
    'a source’s error is not reported': said,
    'a source that fails is reported as the store’s failure': said,
    'a source that fails deletes the old file': /_unsafeUnwrap|AttachmentNotFound|^A put whose source failed/,
    'a source that fails leaves the bytes that came':
      /^A (put whose source failed|list shows a file whose source failed|file of)/,
  },
  'leaves the previous file if the source of a large file fails': {
    'parts that came are kept although the source fails':
      /^A (list shows a file whose source failed|put whose source failed changed)/,
  },
  'shares no memory with its caller: a buffer that it took or gave can be used for other bytes': {
    'pieces are kept as they are': 'A store keeps a buffer of the source, which changes it.',
    'a file of one piece is kept as it is': 'A change of what was put, after it was put, changed the file.',
    'a reader gets the buffer that is held': 'A change of what was read changed the file.',
  },
  'releases a file that is not read to its end, or not at all': {
    'an unread file is not released': /_unsafeUnwrap|StoreUnavailable/,
    'a released file can still be read': 'A file that was released can still be read.',
  },
  'refuses a file larger than it accepts, ends its source, and leaves the previous file': {
    'a file that is too large is cut': 'A put of more than the store takes does not report it.',
    'a refusal names another bound': 'A put of more than the store takes does not report it.',
    'the source of a file that is too large is not ended': 'A source that was no longer needed was not ended.',
    'a file that is too large deletes the one that was there': 'A put of more than the store takes left a file.',
    'the bound is one byte lower than stated': /_unsafeUnwrap|AttachmentTooLarge/,
  },
} as const satisfies Record<string, Record<string, string | RegExp>>;

type ByLaw = typeof attachmentFaults;
export type AttachmentFault = { [Law in keyof ByLaw]: keyof ByLaw[Law] }[keyof ByLaw];
