// Runs in its own project, with the SDK installed there: prints what the store makes of each answer of a bucket.
import { createServer } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { parseAttachmentKey, parseMediaType, parseOwnerId } from 'owned-notes';
import { createS3AttachmentStore } from 'owned-notes/s3';

const owner = parseOwnerId('us-east-1:06d418dd-1111-2222-3333-444455556666')._unsafeUnwrap();
const key = parseAttachmentKey('a b')._unsafeUnwrap();
const mediaType = parseMediaType('text/plain')._unsafeUnwrap();

const xml = (status, body) => ({ status, headers: { 'content-type': 'application/xml' }, body });
const failed = (status, code) => xml(status, `<Error><Code>${code}</Code><Message>no</Message></Error>`);
const list = `<ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType><Contents>
  <Key>private/${owner.replace(':', '%3A')}/a+b</Key><LastModified>2026-11-28T08:00:00.000Z</LastModified><Size>5</Size>
</Contents></ListBucketResult>`;
const file = (checksum, body = 'hello') => ({
  status: 200,
  headers: {
    ...{ 'content-length': '5', 'content-type': 'text/plain', 'last-modified': 'Sat, 28 Nov 2026 08:00:00 GMT' },
    'x-amz-checksum-crc32': checksum,
  },
  body,
});
const of = (put, get, listed, removed) => ({ PUT: put, GET: get, list: listed, DELETE: removed });
const always = (answer) => of(answer, answer, answer, answer);
const done = { status: 204, headers: {}, body: '' };

/** What each bucket answers, every time. */
const buckets = {
  answers: of({ status: 200, headers: { etag: '"e"' }, body: '' }, file('NhCmhg=='), xml(200, list), done),
  isEmpty: of(
    done,
    failed(404, 'NoSuchKey'),
    xml(200, list.replace(/<Contents>.*<\/Contents>/s, '').replace('>1<', '>0<')),
    done,
  ),
  changesAFile: of(done, file('AAAAAA=='), xml(200, list), done),
  cutsAFile: of(done, file('NhCmhg==', 'hel'), xml(200, list), done),
  throttles: always(failed(503, 'SlowDown')),
  fails: always(failed(500, 'InternalError')),
  isNoS3: always({ status: 502, headers: {}, body: '<html>' }),
  resets: always(undefined),
};

let bucket;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const isList = request.method === 'GET' && request.url.includes('list-type');
    const answer = bucket[isList ? 'list' : request.method];
    if (answer === undefined) return request.socket.destroy();
    response.writeHead(answer.status, answer.headers);
    const isCut = answer.headers['content-length'] > answer.body.length;
    if (isCut) response.write(answer.body, () => setTimeout(() => request.socket.destroy(), 50));
    else response.end(answer.body);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const client = new S3Client({
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${server.address().port}`,
  forcePathStyle: true,
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  maxAttempts: 2,
});
const store = createS3AttachmentStore(client, 'files');
const read = async ({ contents }) => {
  let text = '';
  try {
    for await (const piece of contents) text += new TextDecoder().decode(piece);
    return text;
  } catch {
    return 'rejected';
  }
};
const calls = {
  put: () => store.put(owner, key, { mediaType, contents: [new TextEncoder().encode('hello')] }).map(() => 'done'),
  get: () => store.get(owner, key).map(read),
  list: () => store.list(owner, { limit: 10 }).map(({ attachments }) => attachments.map(({ key }) => key).join()),
  delete: () => store.delete(owner, key).map(() => 'done'),
};
const outcomes = {};
for (const [name, answers] of Object.entries(buckets)) {
  bucket = answers;
  outcomes[name] = {};
  for (const [call, made] of Object.entries(calls)) {
    try {
      outcomes[name][call] = await made().match(
        (value) => value,
        ({ kind }) => kind,
      );
    } catch (error) {
      outcomes[name][call] = String(error);
    }
  }
}
server.closeAllConnections();
server.close();
console.log(JSON.stringify(outcomes));
