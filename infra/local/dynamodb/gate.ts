import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Credentials } from '../credentials.ts';
import { uriDecode } from '../http-api/canonical-request.ts';
import { type RefusedSignature, readBody, verifySigner } from '../signed-request.ts';
import { withCapacity } from './capacity.ts';
import type { DynaliteResponse } from './dynalite-call.ts';
import { withFailedItems } from './failed-condition.ts';
import type { TableInput } from './table-input.ts';

export interface GateOptions {
  readonly region: string;
  /** The sessions that are held to policies; none if it is left out. */
  readonly sessions?: readonly SessionCheck[] | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Called with the cause when a request's signature is refused. */
  readonly onRefusal?: ((refused: RefusedSignature) => void) | undefined;
  /**
   * Called before an answer is sent, with the request and the answer. If it is left out, consumed capacity is not
   * requested.
   */
  readonly onAnswered?: ((answered: AnsweredByTable) => void) | undefined;
}

/** A request to the table and its answer, for display on this machine. */
export interface AnsweredByTable {
  readonly operation: string;
  readonly asked: TableInput;
  readonly status: number;
  readonly body: string;
  /** In capacity units, if the table reported them. */
  readonly capacity?: number;
}

/** Returns why a session may not do what it asks for, or `undefined` if it may. */
type Denial = (operation: string, asked: TableInput) => string | undefined;

/** Finds the session that signed a request; returns `undefined` if none of these sessions did. */
export type SessionCheck = (request: IncomingMessage, body: Buffer, verifier: Verifying) => Denial | undefined;

interface Verifying {
  readonly region: string;
  readonly service: 'dynamodb';
  readonly now: () => number;
  readonly onCause: (refused: RefusedSignature) => void;
}

export const createSessionCheck =
  <P>(
    credentials: Credentials<P>,
    denial: (principal: P, operation: string, asked: TableInput) => string | undefined,
  ): SessionCheck =>
  (request, body, verifying) => {
    const session = verifySigner(request, body, { credentials, ...verifying }, verifying.onCause);
    return session && ((operation, asked) => denial(session.principal, operation, asked));
  };

/**
 * Puts IAM in front of dynalite, which lets everybody in. Requests with temporary credentials are held to the
 * permissions of their role. Long-term keys, which only the operator of the stack has, may do everything, as an
 * administrator's may on AWS.
 */
export const createTableGate = (
  serve: RequestListener,
  { region, sessions = [], now = Date.now, onRefusal, onAnswered }: GateOptions,
) => {
  const ask = withFailedItems(serve);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const asked = parseBody(body);
    const operation = String(String(request.headers['x-amz-target']).split('.')[1]);
    const refuse = (type: string, message: string): void => {
      const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message });
      onAnswered?.({ operation, asked, status: 400, body });
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    };
    if (isTemporary(request)) {
      const refused: RefusedSignature[] = [];
      const onCause = (each: RefusedSignature) => void refused.push(each);
      const verifying = { region, service: 'dynamodb', now, onCause } as const;
      const denial = sessions.map((each) => each(request, body, verifying)).find((found) => found !== undefined);
      if (denial === undefined) {
        // Prefers the cause from credentials that can open the session token: others do not know the secret key either.
        const token = String(request.headers['x-amz-security-token']);
        const told = refused.find(({ credentials }) => credentials.open(token) !== undefined) ?? refused[0];
        if (told !== undefined) onRefusal?.(told);
        return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
      }
      const reason = denial(operation, asked);
      if (reason !== undefined) return refuse('AccessDeniedException', reason);
    }
    // dynalite cannot answer this and ends the process.
    if (body.toString('utf8').trim() === 'null') return refuse('SerializationException', 'That is not a request.');
    const { method, url, headers } = request;
    const sent = { method: String(method), url: String(url), headers, body };
    if (onAnswered === undefined) return sendAnswer(response, await ask(sent, asked));
    const { response: answer, capacity } = await withCapacity(ask, sent, operation, asked);
    const { status, body: answered } = answer;
    onAnswered({ operation, asked, status, body: answered, ...(capacity !== undefined && { capacity }) });
    sendAnswer(response, answer);
  };
};

const sendAnswer = (response: ServerResponse, answer: DynaliteResponse): void => {
  response.writeHead(answer.status, answer.headers).end(answer.body);
};

/**
 * Returns whether a request uses temporary credentials. Their access keys begin with ASIA [IAM User Guide, "IAM
 * identifiers"]; without their token they must not pass for long-term keys. The operator of the stack never puts a
 * signature into the query.
 */
const isTemporary = ({ url, headers: { authorization, 'x-amz-security-token': token } }: IncomingMessage): boolean =>
  token !== undefined || /Credential=ASIA/i.test(String(authorization)) || /[?&]x-amz-/i.test(uriDecode(String(url)));

const parseBody = (body: Buffer): TableInput => {
  try {
    // Wraps what is not an object, so that it reads as one without members.
    return Object(JSON.parse(body.toString('utf8')));
  } catch {
    return {};
  }
};
