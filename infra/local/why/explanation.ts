/** Why a request was refused, for people on this machine: never on the wire. */
export interface Explanation {
  /** Which of the causes it is, for scripts: `Signature.ClocksApart`. */
  readonly kind: string;
  /** What is wrong, in a sentence. */
  readonly cause: string;
  /** What to do, in a sentence. */
  readonly advice: string;
  /** What shows it, if there is more to see. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** An explanation with the request that it is of, as it is kept. */
export interface ExplainedRefusal extends Explanation {
  /** As in `2026-11-28T08:00:00.000Z`. */
  readonly time: string;
  /** What the client sees as `apigw-requestid`; for requests that are not the API's, one of its own. */
  readonly requestId: string;
  /** As in `GET /notes`, or `dynamodb:GetItem`. */
  readonly request: string;
  /** None where it is not the API's. */
  readonly status?: number;
  readonly identityId?: string;
}

export const createExplanation = (
  kind: string,
  cause: string,
  advice: string,
  sections: readonly Section[] = [],
): Explanation => ({ kind, cause, advice, sections });
