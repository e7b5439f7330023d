import type { S3FaultName } from './faults/all.ts';

const file = 'the other’s file';
const folder = 'a folder that is not one’s own';
const upload = 'the other’s upload in parts';
const list = 'a list of the other’s files';
const address = 'an address of a file, changed';
const spelled = 'the other’s file, spelled otherwise';
const stranger = 'a file, without valid credentials';
const guess = 'a file of the other’s, guessed';

/** The technique that finds each fault of S3, or the reason why none does. */
export const foundInS3: Readonly<
  Record<S3FaultName, { readonly technique: string } | { readonly nothingBecause: string }>
> = {
  'reading needs no permission': { technique: file },
  'writing needs no permission': { technique: file },
  'deleting needs no permission': { technique: file },
  'aborting an upload needs no permission': { technique: upload },
  'listing parts needs no permission': { technique: upload },
  'listing needs no permission': { technique: list },
  'listing uploads needs no permission': { technique: list },
  'a list without a prefix needs no permission': { technique: list },
  'a list with a delimiter needs no permission': { technique: list },
  'a list with max-keys needs no permission': { technique: list },
  'a request with If-Match needs no permission': { technique: file },
  'a presigned URL needs no permission': { technique: address },
  'a copy needs permission for its source only': { technique: file },
  'a copy needs permission for its target only': { technique: file },
  'what one user may do, everybody may do afterwards': { technique: file },
  'folders are compared by a prefix': { technique: folder },
  'identities are compared by their region': { technique: file },
  'a list may have a shorter prefix': { technique: list },
  'every signed-in user may read': { technique: file },
  'the identity may be anywhere in a key': { technique: folder },
  'a policy variable in a key is substituted': { technique: folder },
  'keys are compared case-insensitively': { nothingBecause: 'it leads to one’s own folder alone' },
  'a missing file is reported before permission is checked': { technique: guess },
  'a condition is checked before permission is': { technique: file },
  'keys are resolved as paths': { technique: spelled },
  'keys that are escaped twice are resolved as paths': { technique: spelled },
  'keys with backslashes are resolved as paths': { technique: spelled },
  'keys that are not normalized are resolved as paths': { technique: spelled },
  'keys with a space at the end of a segment are resolved as paths': { technique: spelled },
  'keys with a NUL are resolved as paths': { technique: spelled },
  'keys with parameters are resolved as paths': { technique: spelled },
  'two slashes start again at the root': { technique: spelled },
  'a URL in a key is reduced to its path': { technique: spelled },
  'keys with a line end are resolved as paths': { technique: spelled },
  'keys become lower case': { nothingBecause: 'identity ids have no capitals, and who may is asked before' },
  'the source of a copy is resolved as a path': { technique: file },
  'the upload’s id alone suffices to list parts': { technique: upload },
  'the upload’s id alone suffices to add parts': { technique: upload },
  'the upload’s id alone suffices to complete it': { technique: upload },
  'the upload’s id alone suffices to abort it': { technique: upload },
  'a list with a continuation token loses its prefix': { technique: list },
  'a list with start-after loses its prefix': { technique: list },
  'a list with a delimiter loses its prefix': { technique: list },
  'a list of uploads with a key marker loses its prefix': { technique: list },
  'the prefix of a list is resolved as a path': { technique: list },
  'the prefix of a list loses its last slash': { nothingBecause: 'no identity id is the beginning of another' },
  'of several keys to delete, only the first needs permission': { technique: file },
  'of several keys to delete, only every other one needs permission': { technique: file },
  'a delete is refused after the file is deleted': { technique: file },
  'keys to delete need no permission': { technique: file },
  'signatures are not compared': { technique: stranger },
  'a session token is accepted with any access key': { technique: stranger },
  'an unknown access key is taken for the folder’s owner': { technique: stranger },
  'an unsigned request is taken for the folder’s owner': { technique: stranger },
  'any bearer token is taken for the folder’s owner': { technique: stranger },
  'a header names the caller': { technique: stranger },
  'a proxy’s header names the caller': { technique: stranger },
  'a header names the caller of an unsigned request': { technique: stranger },
  'the query names the caller': { technique: stranger },
  'a presigned URL never expires': { technique: address },
  'a signature never expires': { technique: stranger },
  'a presigned URL is valid for any key': { technique: address },
  'a presigned URL is valid for any method': { technique: address },
  'a presigned URL is valid with more parameters': { technique: address },
  'unsigned x-amz headers are accepted': { technique: stranger },
  'a signature for another region is accepted': { technique: stranger },
  'the host need not be the signed one': { technique: address },
  'a path may differ from the signed one in its last character': { technique: stranger },
};

/** The same for each fault in the template, by its name in `test/infra/breakages/files.ts`. */
export const foundInTemplate: Readonly<
  Record<string, { readonly technique: string } | { readonly nothingBecause: string; readonly starts: boolean }>
> = {
  'everybody’s files': { technique: file },
  'files whose names begin with the identity': { technique: folder },
  'every action of S3 on one’s files': { nothingBecause: 'they are one’s own', starts: true },
  'a list of the whole bucket': { technique: list },
  'a list by any prefix, or by none': { technique: list },
  'a list by a prefix that begins with the identity': { technique: list },
  'a bucket that may be made public': { nothingBecause: 'nobody has made it so', starts: true },
  'files for everybody who knows the URL': { technique: file },
  'files without TLS': { nothingBecause: 'a stack does not start with it', starts: false },
  'a second bucket': { nothingBecause: 'a stack does not start with it', starts: false },
  'CORS for every origin on the files': { nothingBecause: 'a page has no credentials of the other', starts: true },
  'files that are deleted with the stack': { nothingBecause: 'it is about what outlives the stack', starts: true },
};
