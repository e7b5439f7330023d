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
export const remembered = (open: () => Promise<SessionCredentials>, now = Date.now) => {
  let session: Promise<SessionCredentials> | undefined;
  let last: SessionCredentials | undefined;
  let isRenewing = false;
  const endsAfter = (milliseconds: number): boolean => Number(last?.expiration) > now() + milliseconds;

  const renewed = async (): Promise<SessionCredentials> => {
    isRenewing = true;
    try {
      last = await open();
      return last;
    } catch (error) {
      session = undefined;
      if (error instanceof CredentialsUnavailable && last !== undefined && endsAfter(0)) return last;
      throw error;
    } finally {
      isRenewing = false;
    }
  };
  return (): Promise<SessionCredentials> => {
    if (session === undefined || !(isRenewing || endsAfter(ahead))) session = renewed();
    return session;
  };
};
