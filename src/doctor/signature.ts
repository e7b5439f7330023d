import { v7 } from 'uuid';
import { type Answer, parseJson } from '../client/exchange.ts';
import { readFailure } from '../client/problems.ts';
import type { CallFailure } from '../client/retry.ts';
import { isRecord, isText } from '../client/shapes.ts';
import { createApiFinding, isNoteNotFound } from './api-findings.ts';
import { createCheck, found, sound } from './check.ts';
import { readHost } from './hosts.ts';
import { createWrongHostFinding } from './network.ts';
import { readRequestId } from './request-id.ts';
import { sendSignedGet } from './signed-get.ts';

export type SignatureFinding =
  | { readonly kind: 'PathRefused'; readonly refused: string; readonly taken: string; readonly requestId?: string }
  | { readonly kind: 'ProblemMisshapen'; readonly lacks: readonly string[]; readonly requestId?: string };

const route = 'GET /notes/{id}';

/**
 * Sends a signed request for a note that does not exist. If its function answers so, everything before it works: the
 * signature was accepted, IAM allowed the route, the function accepted the identity and got its role session, and the
 * table answered.
 */
export const checkSignature = createCheck(['config', 'credentials'], async (known, tools) => {
  const sent = await sendSignedGet(known, tools, `/notes/${v7()}`);
  if (sent.isErr()) return found(createApiFinding(sent.error, route, tools));
  const answer = sent.value;
  const { status, headers, url } = answer;
  const failure: CallFailure | undefined = status < 300 ? undefined : readFailure(answer, tools.asked.now());
  if (failure === undefined) return found(createWrongHostFinding(readHost(url), status, headers));
  if (!isNoteNotFound(failure)) {
    const finding = createApiFinding(failure, route, tools);
    if (finding.kind !== 'ForbiddenUnsaid') return found(finding);
    // The refusal gives no reason. If another path succeeds with the same credentials, the path is at fault; if not,
    // everything is suspect.
    const other = await sendSignedGet(known, tools, '/notes?limit=1');
    const isLetIn = other.isOk() && other.value.status === 200;
    return found(
      isLetIn ? { kind: 'PathRefused', refused: route, taken: 'GET /notes', ...readRequestId(headers) } : finding,
    );
  }
  const lacks = listMissing(answer);
  if (lacks.length > 0) return found({ kind: 'ProblemMisshapen', lacks, ...readRequestId(headers) });
  return sound('a signed request got through to its function, and to the table');
});

/** Returns what the problem details lack, by docs/wire.md. */
const listMissing = (answer: Answer): readonly string[] => {
  const said = parseJson(answer);
  const { title, status, requestId } = isRecord(said) ? said : {};
  const type = String(answer.headers.get('content-type'));
  return [
    !/^application\/problem\+json\b/i.test(type) && 'the content type application/problem+json',
    !isText(title) && 'title',
    status !== 404 && 'status',
    !isText(requestId) && 'requestId',
  ].filter((each) => each !== false);
};
