export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Temporary credentials, which expire. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Credentials are temporarily unavailable, so nothing was sent. */
export class CredentialsUnavailable extends Error {
  constructor() {
    super('There are no credentials for the table at the moment.');
    this.name = 'CredentialsUnavailable';
  }
}

/** How long before expiry the cache requests new credentials, in milliseconds. */
const ahead = 5 * 60_000;

/**
 * Creates a cache that keeps credentials until five minutes before they expire; concurrent requests share one call.
 * Failures are not cached. If new credentials are temporarily unavailable, the old ones are used until they expire.
 */
export const createCredentialsCache = (open: () => Promise<SessionCredentials>, now = Date.now) => {
  let last: SessionCredentials | undefined;
  let opening: Promise<SessionCredentials> | undefined;
  const lastFor = (milliseconds: number): SessionCredentials | undefined =>
    last !== undefined && last.expiration.getTime() > now() + milliseconds ? last : undefined;

  const opened = async (): Promise<SessionCredentials> => {
    try {
      last = await open();
      return last;
    } catch (error) {
      const old = error instanceof CredentialsUnavailable ? lastFor(0) : undefined;
      if (old === undefined) throw error;
      return old;
    }
  };
  return (): SessionCredentials | Promise<SessionCredentials> => {
    if (opening !== undefined) return opening;
    const good = lastFor(ahead);
    if (good !== undefined) return good;
    opening = opened().finally(() => {
      opening = undefined;
    });
    return opening;
  };
};
