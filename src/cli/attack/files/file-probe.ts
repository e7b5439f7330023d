import type { Bucket } from './bucket.ts';
import type { FileSide } from './file-side.ts';
import type { S3Answer } from './s3-exchange.ts';
import type { S3Sent } from './s3-signing.ts';

/** One thing to try at another's files, and by what it would be known that something came through. */
export interface FileProbe {
  /** As S3's API calls it. */
  readonly operation: string;
  /** In words. */
  readonly what: string;
  readonly sent: S3Sent;
  /** What S3 says to whoever may not, as in `403 AccessDenied`, which it is by default; of HEAD only the status is looked at. */
  readonly refusedBy?: readonly string[];
  /** Whether it may be answered: it is about what is one's own, and nothing of the other's may be in the answer. */
  readonly isOwn?: boolean;
  /** The same of something that never was: no difference may be seen. */
  readonly control?: S3Sent;
  /** What else gives it away. */
  readonly sign?: (answer: S3Answer) => string | undefined;
}

/** All that a technique goes by. */
export interface FileScene {
  readonly bucket: Bucket;
  readonly by: FileSide;
  readonly whose: FileSide;
  /** Epoch milliseconds. */
  readonly time: number;
}

export interface FileTechnique {
  readonly name: string;
  /** Of the OWASP API Security Top 10, 2023. */
  readonly risk: `API${number}:2023`;
  /** The same each time for the same scene, in the same order. */
  readonly probes: (scene: FileScene) => readonly FileProbe[];
}
