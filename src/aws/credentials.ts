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
 * remembered.
 */
export const remembered = (open: () => Promise<SessionCredentials>, now = Date.now) => {
  let session: Promise<SessionCredentials> | undefined;
  let renewal = Number.POSITIVE_INFINITY;
  const renewed = async (): Promise<SessionCredentials> => {
    renewal = Number.POSITIVE_INFINITY;
    try {
      const opened = await open();
      renewal = opened.expiration.getTime() - ahead;
      return opened;
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
  return (): Promise<SessionCredentials> => {
    if (session === undefined || now() >= renewal) session = renewed();
    return session;
  };
};
