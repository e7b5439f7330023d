import type { Fetch } from '../client/exchange.ts';

/** The last that was asked and what came of it, with what the client's results leave out. */
export interface Seen {
  readonly url: string;
  /** Of what answered; `undefined` if nothing did. */
  readonly answer?: Pick<Response, 'status' | 'headers'>;
  /** The system's name for why nothing did, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Epoch milliseconds, by this machine, when it was over. */
  readonly time: number;
}

/** A `fetch` for the client to use, which can be asked what passed through it. */
export interface Watch {
  readonly fetch: Fetch;
  last(): Seen | undefined;
  /** Texts that may not be shown: those that requests carried, and what is added. */
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

/** The signature and the session token of a signed request; of one of Cognito's, what proves or stands for somebody. */
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

/** `fetch` fails with a `TypeError`, and what happened is its cause, or the cause's. */
const readErrorCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return readErrorCode(error.cause) ?? code;
};
