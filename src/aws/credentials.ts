export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Of a session: they end. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** There are no credentials for a while, so nothing was sent. */
export class CredentialsUnavailable extends Error {
  constructor() {
    super('There are no credentials for the table, for a while.');
    this.name = 'CredentialsUnavailable';
  }
}

/** Milliseconds before the end of a session from which on another one is asked for. */
const ahead = 5 * 60_000;

/**
 * Remembers a session until five minutes before it ends; requests at the same time wait for one call. A failure is not
 * remembered, and where there is no new session for a while, the old one is used to its end.
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
