import type { ApiRefusal, RefusedRequest } from '../http-api/refusal.ts';
import type { TargetReason } from '../http-api/request-target.ts';
import { createExplanation, type Explanation } from './explanation.ts';

type Kind = Exclude<ApiRefusal['kind'], 'SignatureRefused' | 'NotAllowed'>;
type RefusalOf<K extends Kind> = Extract<ApiRefusal, { readonly kind: K }>;

/** Explains a refusal by the API itself that concerns neither the signature nor a policy. */
export const explainLimit = (
  refusal: RefusalOf<Kind>,
  request: RefusedRequest,
  routes: readonly string[],
): Explanation => (rows[refusal.kind] as Row<Kind>)(refusal, request, routes);

type Row<K extends Kind> = (refusal: RefusalOf<K>, request: RefusedRequest, routes: readonly string[]) => Explanation;

/** A refusal without a row does not compile. */
const rows: { readonly [K in Kind]: Row<K> } = {
  TargetRefused: ({ reason }) =>
    createExplanation(
      'Target.TargetRefused',
      `What was asked for could mean two things: ${reason}.`,
      targetAdvice[reason],
    ),
  NoRoute: (_, { method, path }, routes) =>
    createExplanation(
      'Route.NoRoute',
      `The API has no route for ${method} ${path}.`,
      'Ask for one of those that there are; their names are compared letter by letter, and a slash at the end counts.',
      [{ title: 'Routes', lines: routes }],
    ),
  Throttled: ({ throttling: { rate, burst } }) =>
    createExplanation(
      'Throttling.Throttled',
      `There are more requests than the stage lets in: ${rate} a second, and ${burst} at once.`,
      'Wait and try again, each time for longer; or raise the throttling of the stage in infra/stages.ts.',
    ),
  BodyTooLarge: () =>
    createExplanation(
      'Body.TooLargeForApi',
      'The body is larger than the 10 MB that an HTTP API takes.',
      'Send less: a note is at most 512 KB, and a file belongs in a bucket.',
    ),
};

const encode = 'Encode each segment of the path, and each name and value of the query, by itself.';

const targetAdvice: Readonly<Record<TargetReason, string>> = {
  'the request target is not a path':
    'Send the path alone, as in GET /notes; look for a client that takes the API for a proxy.',
  'the path has an empty segment':
    'Look for an empty id, or for two slashes where a base URL that ends in one and a path are joined.',
  'the path has a dot segment': 'Resolve the path before signing it; an id that is a dot must not be put into a path.',
  'the request target has characters that must be escaped': encode,
  'the request target has a malformed escape': `${encode} A % by itself is %25.`,
};

/** A body that API Gateway accepts and the function finds too long. */
export const bodyTooLong: Explanation = createExplanation(
  'Body.TooLargeForFunction',
  'The body is larger than the 524,288 bytes that the functions take.',
  'Make the note shorter.',
);
