/** Why a request was refused, for people on this machine: never sent over the wire. */
export interface Explanation {
  /** The cause as an identifier, for scripts: `Signature.ClocksApart`. */
  readonly kind: string;
  /** What is wrong, in a sentence. */
  readonly cause: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** The evidence, if there is any. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** An explanation and its request, as it is kept. */
export interface ExplainedRefusal extends Explanation {
  /** As in `2026-11-28T08:00:00.000Z`. */
  readonly time: string;
  /** The id that the client sees as `apigw-requestid`; a generated one for requests to other services. */
  readonly requestId: string;
  /** As in `GET /notes`, or `dynamodb:GetItem`. */
  readonly request: string;
  /** Absent if the request is not to the API. */
  readonly status?: number;
  readonly identityId?: string;
}

export const createExplanation = (
  kind: string,
  cause: string,
  advice: string,
  sections: readonly Section[] = [],
): Explanation => ({ kind, cause, advice, sections });
