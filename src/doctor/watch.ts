import type { Fetch } from '../client/exchange.ts';

/** The last request and its outcome, with the details that the client's results omit. */
export interface Seen {
  readonly url: string;
  /** The status and headers of the answer; `undefined` if nothing answered. */
  readonly answer?: Pick<Response, 'status' | 'headers'>;
  /** The system's code for why nothing answered, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Epoch milliseconds by this machine's clock at which the request ended. */
  readonly time: number;
}

/** A `fetch` for the client that remembers what passed through it. */
export interface Watch {
  readonly fetch: Fetch;
  last(): Seen | undefined;
  /** Texts that may not be shown: those that requests carried, and those that checks add. */
  readonly secrets: Set<string>;
}

export const createWatch = (fetch: Fetch, now: () => number): Watch => {
  let last: Seen | undefined;
  const secrets = new Set<string>();
  return {
    secrets,
    last: () => last,
    fetch: async (url, init) => {
      for (const secret of readSecrets(init)) secrets.add(secret);
      last = { url, time: now() };
      try {
        const answer = await fetch(url, init);
        last = { url, answer, time: now() };
        return answer;
      } catch (error) {
        const code = readErrorCode(error);
        last = { url, time: now(), ...(code !== undefined && { code }) };
        throw error;
      }
    },
  };
};

/**
 * Returns the signature and the session token of a signed request, and whatever in a Cognito request proves or
 * represents a user.
 */
const readSecrets = ({ headers, body }: RequestInit): readonly string[] => {
  const sent = new Headers(headers);
  const [signature] = /(?<=Signature=)\w+/.exec(sent.get('authorization') ?? '') ?? [];
  const members = typeof body === 'string' ? [...body.matchAll(provingMember)].map(([, value]) => value) : [];
  return [signature, sent.get('x-amz-security-token'), ...members].filter(
    (each) => each != null && each !== '',
  ) as string[];
};

const provingMember =
  /"(?:PASSWORD_CLAIM_\w+|REFRESH_TOKEN|SOFTWARE_TOKEN_MFA_CODE|AccessToken|Session|Token|cognito-idp\.[^"]*)":"([^"]+)"/g;

/** Returns the innermost error code: `fetch` fails with a `TypeError`, whose cause, or its cause, is what happened. */
const readErrorCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return readErrorCode(error.cause) ?? code;
};
