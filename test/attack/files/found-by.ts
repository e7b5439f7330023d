import type { S3FaultName } from './faults/all.ts';

const file = 'the other’s file';
const folder = 'a folder that is not one’s own';
const upload = 'the other’s upload in parts';
const list = 'a list of the other’s files';
const address = 'an address of a file, changed';
const spelled = 'the other’s file, spelled otherwise';
const stranger = 'a file, without credentials that count';
const guess = 'a file of the other’s, guessed';

/** Which technique finds a fault of S3, or why none does. */
export const foundInS3: Readonly<
  Record<S3FaultName, { readonly technique: string } | { readonly nothingBecause: string }>
> = {
  'reading is asked of nobody': { technique: file },
  'writing is asked of nobody': { technique: file },
  'deleting is asked of nobody': { technique: file },
  'giving up an upload is asked of nobody': { technique: upload },
  'listing parts is asked of nobody': { technique: upload },
  'listing is asked of nobody': { technique: list },
  'listing uploads is asked of nobody': { technique: list },
  'a list without a prefix is asked of nobody': { technique: list },
  'a list with a delimiter is asked of nobody': { technique: list },
  'a list with max-keys is asked of nobody': { technique: list },
  'what has a condition is asked of nobody': { technique: file },
  'what is presigned is asked of nobody': { technique: address },
  'a copy asks for its source alone': { technique: file },
  'a copy asks for its target alone': { technique: file },
  'what one may, everybody may from then on': { technique: file },
  'folders are compared by their beginning': { technique: folder },
  'identities are compared by their region': { technique: file },
  'a list may be of a shorter prefix': { technique: list },
  'everybody who is signed in may read': { technique: file },
  'an identity may be anywhere in a key': { technique: folder },
  'a variable that a client writes counts': { technique: folder },
  'capitals are small letters': { nothingBecause: 'it leads to one’s own folder alone' },
  'what is missing is told before it is asked': { technique: guess },
  'a condition is looked at before it is asked': { technique: file },
  'keys are paths': { technique: spelled },
  'keys that are escaped twice are paths': { technique: spelled },
  'keys with backslashes are paths': { technique: spelled },
  'keys that are not normalised are paths': { technique: spelled },
  'keys with a space at the end of a segment are paths': { technique: spelled },
  'keys with a NUL are paths': { technique: spelled },
  'keys with parameters are paths': { technique: spelled },
  'two slashes begin at the top': { technique: spelled },
  'an address in a key is followed': { technique: spelled },
  'keys with a line end are paths': { technique: spelled },
  'keys are in small letters': { nothingBecause: 'identity ids have no capitals, and who may is asked before' },
  'the source of a copy is a path': { technique: file },
  'parts are listed by the upload’s id alone': { technique: upload },
  'parts are added by the upload’s id alone': { technique: upload },
  'uploads are completed by their id alone': { technique: upload },
  'uploads are given up by their id alone': { technique: upload },
  'a list that goes on has lost its prefix': { technique: list },
  'a list that starts somewhere has lost its prefix': { technique: list },
  'a list with a delimiter has lost its prefix': { technique: list },
  'a list of uploads that goes on has lost its prefix': { technique: list },
  'the prefix of a list is a path': { technique: list },
  'the prefix of a list is a beginning of names': { nothingBecause: 'no identity id is the beginning of another' },
  'of keys to delete the first is asked about': { technique: file },
  'of keys to delete each other is asked about': { technique: file },
  'what is deleted is refused too late': { technique: file },
  'keys to delete are asked of nobody': { technique: file },
  'signatures are not compared': { technique: stranger },
  'a token counts for any key': { technique: stranger },
  'an access key says whose it is': { technique: stranger },
  'nobody is somebody': { technique: stranger },
  'any bearer is somebody': { technique: stranger },
  'a header says who asks': { technique: stranger },
  'a proxy’s header says who asks': { technique: stranger },
  'a header says who asks, where nobody signs': { technique: stranger },
  'the query says who asks': { technique: stranger },
  'an address is good for ever': { technique: address },
  'a signature is good for ever': { technique: stranger },
  'an address is good for any key': { technique: address },
  'an address is good for any method': { technique: address },
  'an address is good for more parameters': { technique: address },
  'headers that are not signed are taken': { technique: stranger },
  'a signature for another region counts': { technique: stranger },
  'the host is not signed': { technique: address },
  'a path is signed by its beginning': { technique: stranger },
};

/** The same of a fault in the template, by its name in `test/infra/breakages/files.ts`. */
export const foundInTemplate: Readonly<
  Record<string, { readonly technique: string } | { readonly nothingBecause: string; readonly starts: boolean }>
> = {
  'files of everybody': { technique: file },
  'files whose names begin like the identity': { technique: folder },
  'every action of S3 on one’s files': { nothingBecause: 'they are one’s own', starts: true },
  'a list of the whole bucket': { technique: list },
  'a list of whatever prefix, if any': { technique: list },
  'a list by a prefix that begins like the identity': { technique: list },
  'a bucket that may be made public': { nothingBecause: 'nobody has made it so', starts: true },
  'files for everybody who has the address': { technique: file },
  'files without TLS': { nothingBecause: 'a stack does not start with it', starts: false },
  'a second bucket': { nothingBecause: 'a stack does not start with it', starts: false },
  'every page in the world at the files': { nothingBecause: 'a page has no credentials of the other', starts: true },
  'files that go with the stack': { nothingBecause: 'it is about what outlives the stack', starts: true },
};
