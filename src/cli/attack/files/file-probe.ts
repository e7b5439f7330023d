import type { Bucket } from './bucket.ts';
import type { FileSide } from './file-side.ts';
import type { S3Answer } from './s3-exchange.ts';
import type { S3Sent } from './s3-signing.ts';

/** One request against the other's files, and how to tell that something came through. */
export interface FileProbe {
  /** The operation's name in S3's API. */
  readonly operation: string;
  /** A description for people. */
  readonly what: string;
  readonly sent: S3Sent;
  /** The answers that count as a refusal; by default `403 AccessDenied`. For HEAD only the status counts. */
  readonly refusedBy?: readonly string[];
  /** Whether it may succeed: it concerns one's own files, and its answer must contain nothing of the other's. */
  readonly isOwn?: boolean;
  /** The same request for something that never existed; the answers must not differ. */
  readonly control?: S3Sent;
  /** Returns further evidence that something came through. */
  readonly sign?: (answer: S3Answer) => string | undefined;
}

/** Everything that a technique needs. */
export interface FileScene {
  readonly bucket: Bucket;
  readonly by: FileSide;
  readonly whose: FileSide;
  /** Epoch milliseconds. */
  readonly time: number;
}

export interface FileTechnique {
  readonly name: string;
  /** The risk in the OWASP API Security Top 10, 2023. */
  readonly risk: `API${number}:2023`;
  /** Returns the same probes in the same order each time for the same scene. */
  readonly probes: (scene: FileScene) => readonly FileProbe[];
}
