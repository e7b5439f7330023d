import type { Try } from '../../../attack/report.ts';
import type { Principal } from '../chain.ts';
import type { FileJudgement } from './file-judge.ts';
import type { FileProbe, FileTechnique } from './file-probe.ts';

/** Creates the report's entry: the request as it was sent, without the credentials that identify its sender. */
export const createFileTry = (
  { name, risk }: FileTechnique,
  { operation, what, sent, isOwn, control }: FileProbe,
  { by, whose }: { readonly by: Principal; readonly whose: Principal },
  { verdict, came }: FileJudgement,
): Try => ({
  ...{ technique: name, risk, operation: `s3 ${operation}`, what, by: by.name, whose: whose.name, verdict, came },
  request: {
    ...{ method: sent.method, path: withoutClaim(sent.target) },
    headers: Object.fromEntries(Object.entries(sent.headers).filter(([name]) => !isClaim.test(name))),
    ...(sent.body !== '' && { body: sent.body }),
  },
  expected: isOwn
    ? 'shows and changes nothing of the other’s'
    : control === undefined
      ? 'is refused'
      : 'is answered like what never existed',
});

const isClaim = /^(?:authorization|x-amz-date|x-amz-security-token|x-amz-content-sha256)$/;

const withoutClaim = (target: string): string =>
  target.replace(/([?&])X-Amz-(?:Credential|Security-Token|Signature)=[^&]*/g, (_, mark: string) =>
    mark === '?' ? '?' : '',
  );
