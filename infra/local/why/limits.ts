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
      `The target of the request is ambiguous: ${reason}.`,
      targetAdvice[reason],
    ),
  NoRoute: (_, { method, path }, routes) =>
    createExplanation(
      'Route.NoRoute',
      `The API has no route for ${method} ${path}.`,
      'Use one of the API’s routes; they are compared letter by letter, and a slash at the end counts.',
      [{ title: 'Routes', lines: routes }],
    ),
  Throttled: ({ throttling: { rate, burst } }) =>
    createExplanation(
      'Throttling.Throttled',
      `There are more requests than the stage allows: ${rate} a second, and ${burst} at once.`,
      'Retry with back-off, or raise the throttling limits of the stage in infra/stages.ts.',
    ),
  BodyTooLarge: () =>
    createExplanation(
      'Body.TooLargeForApi',
      'The body is larger than the 10 MB that an HTTP API accepts.',
      'Send less: the body of a note is at most 512 KB, and a file belongs in a bucket.',
    ),
};

const encode = 'Encode each segment of the path, and each name and value of the query, by itself.';

const targetAdvice: Readonly<Record<TargetReason, string>> = {
  'the request target is not a path':
    'Send the path alone, as in GET /notes; look for a client that treats the API as a proxy.',
  'the path has an empty segment':
    'Look for an empty id, or for a base URL that ends in a slash and is joined to a path with another.',
  'the path has a dot segment': 'Resolve the path before signing it; an id that is a dot must not be put into a path.',
  'the request target has characters that must be escaped': encode,
  'the request target has a malformed escape': `${encode} Write a literal % as %25.`,
};

/** A body that API Gateway accepts and the function finds too long. */
export const bodyTooLong: Explanation = createExplanation(
  'Body.TooLargeForFunction',
  'The body is larger than the 524,288 bytes that the functions accept.',
  'Make the note shorter.',
);
