import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { AttachmentKey } from '../../../src/domain/attachment-key.ts';
import { type MediaType, unknownMediaType } from '../../../src/domain/media-type.ts';
import type { OwnerId } from '../../../src/domain/owner.ts';
import { compareText } from '../../../src/domain/text.ts';
import type { OpenedAttachmentStore } from '../../../src/laws/attachments/opened-store.ts';
import type { NewAttachment } from '../../../src/ports/attachment-store.ts';
import { createOwnerMaps } from './owner-maps.ts';
import type { AttachmentFault } from './planted-attachment-faults.ts';

interface File {
  readonly owner: OwnerId;
  readonly key: AttachmentKey;
  mediaType: MediaType;
  bytes: Uint8Array;
  readonly firstPiece: number;
  readonly modifiedAt: number;
}

const maxBytes = 11 * 1024 * 1024;
const partBytes = 5 * 1024 * 1024;
const places = 50;
const notFound = err({ kind: 'AttachmentNotFound' } as const);
const unavailable = err({ kind: 'StoreUnavailable' } as const);

/** Creates a store of files in memory that keeps every law except those that the fault breaks. */
export const createPlantedAttachmentStore = (fault?: AttachmentFault): OpenedAttachmentStore => {
  const is = (name: AttachmentFault): boolean => fault === name;
  const ownerKept = (owner: string): string => {
    if (is('the owner is left out')) return '';
    if (is('owners are compared case-insensitively')) return owner.toLowerCase();
    if (is('owners are normalized')) return owner.normalize('NFKC');
    if (is('owners are trimmed')) return owner.trim();
    if (is('owners are cut at NUL')) return owner.split('\0')[0] ?? '';
    if (is('owners are cut at 255 bytes'))
      return new TextDecoder().decode(new TextEncoder().encode(owner).slice(0, 255));
    return is('owners are decoded') ? decoded(owner) : owner;
  };
  const keyKept = (key: string): string => {
    if (is('keys are decoded')) return decoded(key);
    if (is('keys are compared case-insensitively')) return key.toLowerCase();
    if (is('keys are normalized')) return key.normalize('NFC');
    if (is('keys are trimmed')) return key.trim();
    if (is('pluses in keys become spaces')) return key.replaceAll('+', ' ');
    if (is('keys end at a question mark')) return key.split('?')[0] ?? '';
    if (is('backslashes in keys become slashes')) return key.replaceAll('\\', '/');
    if (is('keys lose trailing dots')) return key.replace(/\.+$/, '');
    return is('keys are cut at 959 bytes') ? key.slice(0, 959) : key;
  };

  const files = createOwnerMaps<string, File>(is);
  const joint = is('owner and key are joined by a slash')
    ? '/'
    : is('owner and key are joined by a colon')
      ? ':'
      : is('owner and key are joined by nothing')
        ? ''
        : undefined;
  const findOrCreateFiles = (owner: string): Map<string, File> => files.findOrCreate(ownerKept(owner));
  // If owner and key are joined into one text, all files are in one map.
  const placeOf = (owner: string, key: string): readonly [Map<string, File>, string] =>
    joint === undefined
      ? [findOrCreateFiles(owner), keyKept(key)]
      : [findOrCreateFiles('all'), `${owner}${joint}${key}`];
  const found = (owner: string, key: string): File | undefined => {
    const [map, name] = placeOf(owner, key);
    return map.get(name);
  };
  const listAll = (owner: OwnerId): readonly File[] =>
    joint === undefined
      ? [...findOrCreateFiles(owner).values()]
      : [...findOrCreateFiles('all').values()].filter((file) => file.owner === owner);
  const everybodys = (): readonly File[] => files.all().flatMap((map) => [...map.values()]);

  const deleted = new Set<string>();
  const gets = new Map<string, Result<File, { readonly kind: 'AttachmentNotFound' }>>();
  const lists = new Map<string, readonly File[]>();
  let sharedOwner: OwnerId | undefined;
  let open = 0;

  const kept = (bytes: Uint8Array): Uint8Array => {
    const text = () => [...bytes].map((byte) => String.fromCharCode(byte)).join('');
    const textToBytes = (changed: string) => Uint8Array.from(changed, (character) => character.charCodeAt(0));
    if (is('a file ends at 64 KiB')) return bytes.slice(0, 65_536);
    if (is('the last byte is lost')) return bytes.slice(0, -1);
    if (is('bytes are read as UTF-8')) return new TextEncoder().encode(new TextDecoder().decode(bytes));
    if (is('line ends are normalized')) return textToBytes(text().replaceAll('\r\n', '\n'));
    if (is('a byte order mark is dropped')) return textToBytes(text().replace(/^\xef\xbb\xbf/, ''));
    if (is('a signed chunk is unwrapped')) return textToBytes(text().replace(/^\d+;chunk-signature=\d+\r\n/, ''));
    if (is('parts are joined in the order of their names') && bytes.length > partBytes)
      return joined([bytes.subarray(partBytes), bytes.subarray(0, partBytes)]);
    return bytes;
  };

  /** Collects all pieces of a source, and its error if it fails. */
  const gathered = async (
    contents: NewAttachment['contents'],
    onPiece: (piece: Uint8Array) => void,
  ): Promise<{
    readonly pieces: readonly Uint8Array[];
    readonly failed?: { readonly cause: unknown };
    readonly tooMuch: boolean;
  }> => {
    const pieces: Uint8Array[] = [];
    const bound = is('the bound is one byte lower than stated') ? maxBytes - 1 : maxBytes;
    let size = 0;
    const source = Symbol.asyncIterator in contents ? contents[Symbol.asyncIterator]() : contents[Symbol.iterator]();
    try {
      for (;;) {
        const { done, value: piece } = await source.next();
        if (done) return { pieces, tooMuch: false };
        size += piece.length;
        if (size > bound) {
          if (!is('the source of a file that is too large is not ended')) await source.return?.();
          return { pieces, tooMuch: true };
        }
        if (piece.length === 0 && is('a file ends at an empty piece')) return { pieces, tooMuch: false };
        pieces.push(is('pieces are kept as they are') ? piece : piece.slice());
        onPiece(piece);
        if (is('only the first piece is kept')) return { pieces, tooMuch: false };
        if (is('a file of one piece is kept as it is') && Array.isArray(contents))
          return { pieces: [piece], tooMuch: false };
      }
    } catch (cause) {
      return { pieces, failed: { cause }, tooMuch: false };
    }
  };

  const typeKept = (mediaType: MediaType, bytes: Uint8Array, before: File | undefined): MediaType => {
    if (is('media types become lower case')) return mediaType.toLowerCase() as MediaType;
    if (is('media types lose their parameters')) return (mediaType.split(';')[0] ?? '') as MediaType;
    if (is('a put keeps the old media type')) return before?.mediaType ?? mediaType;
    return is('an empty file has no media type') && bytes.length === 0 ? unknownMediaType : mediaType;
  };

  async function* readPieces(file: File, pieceBytes = 64 * 1024): AsyncGenerator<Uint8Array, void, undefined> {
    const { bytes } = file;
    const now = () =>
      is('a get reads a later file') ? (found(file.owner, file.key)?.bytes ?? new Uint8Array()) : bytes;
    for (let start = 0; start < now().length; start += pieceBytes) {
      if (is('a get of a replaced file ends early') && found(file.owner, file.key) !== file) return;
      const piece = now().subarray(start, start + pieceBytes);
      yield is('a reader gets the buffer that is held') ? piece : piece.slice();
    }
  }

  const run = <T, E>(body: () => Promise<Result<T, E>>): ResultAsync<T, E> => new ResultAsync(body());
  const as = async (owner: OwnerId): Promise<OwnerId> => {
    if (!is('the owner is in a variable that all calls share')) return owner;
    sharedOwner = owner;
    await Promise.resolve();
    return sharedOwner;
  };

  return {
    ...(wantsBound.some(is) || fault === undefined ? { maxBytes } : {}),

    put: (asked, key, { mediaType, contents }) =>
      run(async () => {
        const owner = await as(asked);
        const [map, name] = placeOf(owner, key);
        const before = map.get(name);
        if (
          is('a put of another’s key is refused') &&
          before === undefined &&
          everybodys().some((file) => file.key === key)
        )
          return unavailable;
        if (is('a deleted file cannot be put again') && deleted.has(`${owner} ${key}`)) return unavailable;
        const put = (bytes: Uint8Array, firstPiece = bytes.length): void => {
          const fresh = { owner, key, bytes, firstPiece, modifiedAt: Date.now() };
          map.set(name, { ...fresh, mediaType: typeKept(mediaType, bytes, before) });
        };
        if (is('a put writes into the file that is there')) put(new Uint8Array());
        const { pieces, failed, tooMuch } = await gathered(contents, (piece) => {
          if (is('a put writes into the file that is there')) put(joined([map.get(name)?.bytes ?? piece, piece]));
        });
        if (is('a put writes into the file that is there') && failed === undefined && !tooMuch) return ok();
        if (tooMuch) {
          if (is('a file that is too large deletes the one that was there')) map.delete(name);
          if (!is('a file that is too large is cut'))
            return err({
              kind: 'AttachmentTooLarge',
              maxBytes: is('a refusal names another bound') ? 0 : maxBytes,
            });
        }
        const came = pieces.reduce((sum, { length }) => sum + length, 0);
        if (failed !== undefined && !is('a source that fails counts as complete')) {
          if (is('a source that fails deletes the old file')) map.delete(name);
          if (is('a source that fails leaves the bytes that came')) put(joined(pieces));
          if (is('parts that came are kept although the source fails') && came > partBytes) put(joined(pieces));
          if (is('a source that fails is reported as the store’s failure')) return unavailable;
          return err({
            kind: 'SourceFailed',
            cause: is('a source’s error is not reported') ? undefined : failed.cause,
          });
        }
        const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : joined(pieces);
        const all =
          is('a put appends to the old file') && before !== undefined ? joined([before.bytes, bytes]) : kept(bytes);
        if (is('an empty file counts as missing') && all.length === 0) map.delete(name);
        else if (is('a put takes effect after its answer')) setTimeout(() => put(all, pieces[0]?.length), 1);
        else put(all, pieces[0]?.length ?? 0);
        return ok();
      }),

    get: (asked, key) =>
      run(async () => {
        const owner = await as(asked);
        const name = `${owner} ${key}`;
        const first = found(owner, key);
        if (is('a get reads the media type, and the bytes later'))
          for (let tick = 0; tick < 4; tick++) await Promise.resolve();
        const now = found(owner, key);
        const remembered = is('a get is cached') ? gets.get(name) : undefined;
        const file =
          remembered ?? (first === undefined || now === undefined ? notFound : ok({ ...first, bytes: now.bytes }));
        gets.set(name, file);
        if (file.isErr()) return notFound;
        if (open >= places) return unavailable;
        const { modifiedAt, firstPiece, mediaType, bytes } = file.value;
        const contents = readPieces(is('a get of a replaced file ends early') ? (first ?? file.value) : file.value);
        const size = is('a file’s size is that of its first piece') ? firstPiece : bytes.length;
        const date = is('a file is dated when it is read') ? Date.now() + gets.size + open++ : modifiedAt;
        if (is('an unread file is not released')) open++;
        let isBegun = false;
        const iterator: AsyncIterableIterator<Uint8Array> = {
          next: () => {
            if (!isBegun && is('an unread file is not released')) open--;
            isBegun = true;
            return contents.next();
          },
          return: async () => {
            isBegun = true;
            if (is('a released file can still be read')) return { done: true, value: undefined };
            return contents.return(undefined);
          },
          [Symbol.asyncIterator]: () => iterator,
        };
        const shownDate = is('dates are in seconds') ? Math.floor(date / 1000) : date;
        return ok({ key, size, mediaType, modifiedAt: shownDate, contents: iterator });
      }),

    delete: (asked, key) =>
      run(async () => {
        const owner = await as(asked);
        const [map, name] = placeOf(owner, key);
        const file = map.get(name);
        if (is('a delete goes by the key alone')) for (const each of files.all()) each.delete(name);
        if (file === undefined) return is('a delete of nothing fails') ? unavailable : ok();
        deleted.add(`${owner} ${key}`);
        if (is('a delete leaves an empty file')) map.set(name, { ...file, bytes: new Uint8Array() });
        else map.delete(name);
        return ok();
      }),

    list: (asked, { limit, after }) =>
      run(async () => {
        const owner = await as(asked);
        const mine = is('a cursor carries its owner') && after !== undefined ? everybodys() : listAll(owner);
        const remembered = (is('a list is cached') ? lists.get(owner) : undefined) ?? mine;
        lists.set(owner, remembered);
        const byUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
        const compare = is('a list is in UTF-16 order') ? byUnits : compareText;
        const sorted = is('a list is in the order of the puts')
          ? remembered
          : remembered.toSorted((a, b) => compare(a.key, b.key));
        const below = sorted
          .filter(({ bytes }) => bytes.length > 0 || !is('an empty file is not listed'))
          .filter(({ key }) => {
            if (after === undefined) return true;
            return is('a page repeats its cursor') ? compare(key, after) >= 0 : compare(key, after) > 0;
          });
        const most = is('a list ends after a hundred files') ? Math.min(limit, 100) : limit;
        const page = below.slice(0, is('a page is longer than asked for') ? limit + 1 : most);
        const isCut = is('a list ends after a hundred files') ? below.length > limit : below.length > page.length;
        const goesOn =
          (isCut && !is('a list forgets its last page')) ||
          (is('a list has a cursor while anybody has files') && everybodys().length > 0) ||
          is('a list never ends');
        const next = goesOn ? (page.at(-1)?.key ?? after) : undefined;
        const sizeOf = ({ bytes }: File) =>
          is('a list shows the size of the last part') && bytes.length > partBytes
            ? bytes.length - partBytes
            : bytes.length;
        const dateOf = ({ modifiedAt }: File) => {
          if (is('a list has dates of its own')) return modifiedAt + 1;
          return is('dates are in seconds') ? Math.floor(modifiedAt / 1000) : modifiedAt;
        };
        return ok({
          attachments: page.map((file) => ({ key: file.key, size: sizeOf(file), modifiedAt: dateOf(file) })),
          ...(next !== undefined && { next }),
        });
      }),
  };
};

/** Faults of the bound, for which the store must state one. */
const wantsBound: readonly AttachmentFault[] = [
  'a file that is too large is cut',
  'a refusal names another bound',
  'the source of a file that is too large is not ended',
  'a file that is too large deletes the one that was there',
  'the bound is one byte lower than stated',
];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const piece of pieces) {
    bytes.set(piece, start);
    start += piece.length;
  }
  return bytes;
};
