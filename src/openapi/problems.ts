import type { NoCaller } from '../adapters/api-gateway/caller.ts';
import {
  createProblemResponse,
  type Problem,
  type problemTable,
  type Unexpected,
} from '../adapters/api-gateway/problems.ts';
import { exampleRequestId } from './example.ts';
import type { Schema } from './openapi.ts';

export type Kind = keyof typeof problemTable;

/** Problems that every route may have, before its endpoint runs or in its place. */
export const everywhere: Readonly<Record<(NoCaller | Unexpected)['kind'], true>> = {
  NotAuthenticated: true,
  IdentityRefused: true,
  WrongPayloadVersion: true,
  Unexpected: true,
};

/** A problem as it is answered. Its members come from the answer itself. */
export interface DescribedProblem {
  /** The name of its schema. Kinds that are the same on the wire share one. */
  readonly name: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly schema: Schema;
  readonly example: unknown;
}

/** A sample reason. Tells problems with a reason of their own from those whose words are always the same. */
const reason = 'What is wrong, in a sentence.';

export const describeProblem = (kind: Kind): DescribedProblem => {
  const {
    statusCode: status,
    headers,
    body,
  } = createProblemResponse({ kind, reason } as Problem | Unexpected, exampleRequestId);
  const example: { readonly type: string; readonly title: string; readonly detail?: string } = JSON.parse(body ?? '');
  const { type, title, detail } = example;
  const properties = {
    type: { type: 'string', const: type },
    title: { type: 'string', const: title },
    status: { type: 'integer', const: status },
    ...(detail !== undefined && { detail: detail === reason ? sentence : { type: 'string', const: detail } }),
    requestId: { type: 'string', description: 'As in the header `apigw-requestid`.' },
  };
  return {
    ...{ name: formatName(type), status, title, headers, example },
    detail: detail === reason ? undefined : detail,
    schema: { type: 'object', description: `${title} (RFC 9457).`, required: Object.keys(properties), properties },
  };
};

const sentence = { type: 'string', description: 'What is wrong, in whole sentences; never a piece of what was sent.' };

/** Turns `urn:problem-type:owned-notes:note-not-found` into `NoteNotFoundProblem`. */
const formatName = (type: string): string => {
  const words = type.slice(type.lastIndexOf(':') + 1).split('-');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Problem`;
};
