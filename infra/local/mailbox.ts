import { appendFile } from 'node:fs/promises';

/** What Cognito would mail. */
export interface Mail {
  readonly to: string;
  readonly purpose: 'sign-up' | 'forgot-password' | 'invitation';
  /** The confirmation code, or the temporary password of an invitation. */
  readonly code: string;
}

/** Keeps each mail as a line of JSON in `file`, and shows it. */
export const mailbox =
  (file: string, show: (mail: Mail) => void) =>
  async (mail: Mail): Promise<void> => {
    await appendFile(file, `${JSON.stringify({ time: new Date().toISOString(), ...mail })}\n`, { mode: 0o600 });
    show(mail);
  };
