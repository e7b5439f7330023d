import type { Verdict } from '../../../attack/report.ts';
import type { FileProbe } from './file-probe.ts';
import type { FileSide } from './file-side.ts';
import { describeAnswer, findErrorCode, isDone, type S3Answer, type S3Send } from './s3-exchange.ts';
import type { S3Sent } from './s3-signing.ts';

export interface FileJudgement {
  readonly verdict: Verdict;
  readonly came: string;
}

/**
 * Sends one probe and judges the answer. A refusal counts only in S3's own form. An error that depends on what was
 * found, such as a missing file or an unmet condition, reaches only an authorized caller. Whether the other's files are
 * intact is checked elsewhere.
 */
export const judgeFile = async (
  probe: FileProbe,
  whose: FileSide,
  send: S3Send,
): Promise<FileJudgement & { readonly answer: S3Answer }> => {
  const answer = await send(probe.sent);
  const came = describeAnswer(answer);
  const judgement = (verdict: Verdict, more = ''): FileJudgement & { answer: S3Answer } => ({
    ...{ answer, verdict, came: more === '' ? came : `${came}, ${more}` },
  });
  const leak = findLeak(answer, probe.sent, whose) ?? probe.sign?.(answer);
  if (leak !== undefined) return judgement('CameThrough', leak);
  if (answer.status === 0) return judgement('Inconclusive');
  if (isDone(answer)) return judgement(probe.isOwn ? 'Held' : 'CameThrough');
  if (!isRefusal(answer, probe)) return judgement(isOfSomebodyLetIn(answer) ? 'CameThrough' : 'Inconclusive');
  if (probe.control === undefined) return judgement('Held');
  const difference = findDifference(answer, await send(probe.control));
  return difference === undefined ? judgement('Held') : judgement('CameThrough', difference);
};

const accessDenied = ['403 AccessDenied'];

/** A server that implements less than S3 refuses the missing operations to everybody. */
const isRefusal = (answer: S3Answer, { refusedBy = accessDenied, sent }: FileProbe): boolean => {
  if (findErrorCode(answer) === 'NotImplemented') return true;
  return sent.method === 'HEAD'
    ? [...refusedBy].some((each) => each.startsWith(String(answer.status)))
    : refusedBy.includes(describeAnswer(answer));
};

/** Errors that S3 detects only after authorization [S3 API Reference, "Error responses", "List of error codes"]. */
const found = [
  ...['NoSuchKey', 'NoSuchUpload', 'NoSuchVersion', 'PreconditionFailed', 'InvalidRange', 'InvalidPart'],
  ...['InvalidPartOrder', 'EntityTooSmall', 'MalformedXML', 'BadDigest', 'ConditionalRequestConflict'],
];

const isOfSomebodyLetIn = (answer: S3Answer): boolean =>
  [304, 404, 412, 416].includes(answer.status) || found.includes(findErrorCode(answer) ?? '');

/** Finds data of the other user in the answer that was not in the request, under any percent-encoding. */
const findLeak = (answer: S3Answer, { target, headers, body }: S3Sent, whose: FileSide): string | undefined => {
  const seen = unescapePercent(`${Object.values(answer.headers).join('\n')}\n${answer.body}`);
  const asked = unescapePercent(
    unescapePercent(`${target}\n${Object.values(headers).join('\n')}\n${body}`),
  ).toLowerCase();
  const isTold = (text: string) => text !== '' && seen.includes(text) && !asked.includes(text.toLowerCase());
  if (isTold(whose.marker)) return 'with what the other keeps';
  const { word, etag, upload, user } = whose;
  return [word, etag, upload.id, upload.partTag, user.identityId].some(isTold)
    ? 'with what names the other or a file of theirs'
    : undefined;
};

const unescapePercent = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (each) => {
    try {
      return decodeURIComponent(each);
    } catch {
      return each;
    }
  });

/** Finds a difference between two answers, apart from request ids and the names that were asked for. */
const findDifference = (one: S3Answer, other: S3Answer): string | undefined => {
  const [came, otherwise] = [describeAnswer(one), describeAnswer(other)];
  if (came !== otherwise) return `where what never existed gets ${otherwise}`;
  return lengthened(one) === lengthened(other) ? undefined : 'worded differently than what never existed';
};

const lengthened = ({ body }: S3Answer): string =>
  body
    .replace(/<(RequestId|HostId)>.*?<\/\1>/gs, '')
    .replace(/attack-[0-9a-f]{16}/g, 'attack')
    .replace(/[0-9a-f]{32}/g, '');
