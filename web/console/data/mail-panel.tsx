import type { ShownMail } from '../../../infra/local/console/data/shown.ts';
import { CopyButton } from '../copy-button.tsx';
import { Problem, Time } from './shown.tsx';
import { useLive } from './use-live.ts';

const purposes: Readonly<Record<string, string>> = {
  'sign-up': 'Code to confirm the sign-up',
  'forgot-password': 'Code for a new password',
  invitation: 'Temporary password',
  'verify-email': 'Code to verify the address',
};

/** Mails that Cognito would send. Nothing leaves this machine. */
export const MailPanel = () => {
  const { answer: mails, problem } = useLive<readonly ShownMail[]>('GET /api/data/mail', {}, ['mail']);
  return (
    <>
      <p>The mail that Cognito would send, newest first. None of it leaves this machine.</p>
      <Problem sentence={problem} />
      {mails?.length === 0 && <p>There is no mail.</p>}
      <ul className="data-records">
        {mails?.map((mail) => (
          <li key={JSON.stringify(mail)} className="data-record">
            <p className="data-record-title">
              <span className="data-text">{mail.to}</span>: {purposes[mail.purpose] ?? mail.purpose}
            </p>
            <p className="data-code">
              <code>{mail.code}</code> <CopyButton text={mail.code} what={`the code for ${mail.to}`} />
            </p>
            <p>
              <Time at={mail.time} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
};
