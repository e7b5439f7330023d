import { type Answered, type Attempts, attempt, type GivenUp, type Verdict } from './attempts.ts';
import { CredentialsUnavailable, type SigningCredentials } from './credentials.ts';
import { createHttpExchange, type Exchange, type WireRequest, type WireResponse } from './exchange.ts';
import { createRequestSigner } from './request-signer.ts';

export interface ServiceOptions extends Attempts {
  readonly exchange: Exchange;
  /** With its port, unless that is the scheme's: as in the header `Host`. */
  readonly host: string;
  readonly region: string;
  /** As in the scope of a signature: `dynamodb`. */
  readonly service: string;
  /** Asked for each request; it may remember. A promise rejects with `CredentialsUnavailable` where there are none for a while. */
  readonly credentials: () => SigningCredentials | Promise<SigningCredentials>;
}

/** Asks a service of AWS: signs, sends, and tries again. */
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
      const keys = given instanceof Promise ? await inTime(given, signal) : given;
      return keys && exchange({ ...request, headers: sign(unsigned, keys) }, signal);
    };
    return attempt({ send, read, signal }, attempts);
  };
};

export interface PlaceOptions extends Omit<ServiceOptions, 'exchange' | 'host' | 'credentials'> {
  readonly endpoint: URL;
  /** Milliseconds: see `createHttpExchange`. */
  readonly silence: number;
}

/** Clients of a service at its endpoint: with different credentials, over the same connections. */
export const createServiceAt = ({ endpoint, silence, ...options }: PlaceOptions) => {
  const exchange = createHttpExchange(endpoint, silence);
  return (credentials: ServiceOptions['credentials']): Service =>
    createServiceClient({ ...options, exchange, host: endpoint.host, credentials });
};

/** The credentials, or `undefined` where there are none, or none before the signal ends. */
const inTime = (
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

/** A service's word that it will not do what it was asked, now or later. */
export class ServiceError extends Error {
  readonly status: number;
  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
