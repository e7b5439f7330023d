import { type Answered, type Attempts, attempt, type GivenUp, type Verdict } from './attempts.ts';
import { CredentialsUnavailable, type SigningCredentials } from './credentials.ts';
import { createHttpExchange, type Exchange, type WireRequest, type WireResponse } from './exchange.ts';
import { createRequestSigner } from './request-signer.ts';

export interface ServiceOptions extends Attempts {
  readonly exchange: Exchange;
  /** As in the `Host` header: with the port, unless it is the scheme's default. */
  readonly host: string;
  readonly region: string;
  /** The service name in the credential scope, such as `dynamodb`. */
  readonly service: string;
  /**
   * Called for each attempt; may cache. Its promise rejects with `CredentialsUnavailable` if there are temporarily
   * none.
   */
  readonly credentials: () => SigningCredentials | Promise<SigningCredentials>;
}

/** Sends a request to an AWS service: signs, sends and retries. */
export type Service = <T>(
  request: WireRequest,
  read: (response: WireResponse) => Verdict<T>,
  signal?: AbortSignal,
) => Promise<Answered<T> | GivenUp>;

export const createServiceClient = ({
  exchange,
  host,
  region,
  service,
  credentials,
  ...attempts
}: ServiceOptions): Service => {
  const sign = createRequestSigner({ region, service });
  return ({ headers, ...request }, read, signal) => {
    const unsigned = { ...request, headers: { ...headers, host } };
    const send = async () => {
      const given = credentials();
      const keys = given instanceof Promise ? await waitInTime(given, signal) : given;
      return keys && exchange({ ...request, headers: sign(unsigned, keys) }, signal);
    };
    return attempt({ send, read, signal }, attempts);
  };
};

export interface PlaceOptions extends Omit<ServiceOptions, 'exchange' | 'host' | 'credentials'> {
  readonly endpoint: URL;
  /** The time-out in milliseconds; see `createHttpExchange`. */
  readonly silence: number;
}

/** Creates clients for a service at one endpoint; they have different credentials and share connections. */
export const createServiceAt = ({ endpoint, silence, ...options }: PlaceOptions) => {
  const exchange = createHttpExchange(endpoint, silence);
  return (credentials: ServiceOptions['credentials']): Service =>
    createServiceClient({ ...options, exchange, host: endpoint.host, credentials });
};

/** Resolves to the credentials, or to `undefined` if they are unavailable or the signal aborts first. */
const waitInTime = (
  credentials: Promise<SigningCredentials>,
  signal: AbortSignal | undefined,
): Promise<SigningCredentials | undefined> =>
  new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    signal?.addEventListener('abort', end);
    credentials
      .then(resolve, (error) => (error instanceof CredentialsUnavailable ? end() : reject(error)))
      .finally(() => signal?.removeEventListener('abort', end));
  });

/** A refusal by the service that no retry can change. */
export class ServiceError extends Error {
  readonly status: number;
  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
