import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { CodeField, EmailField, NewPasswordField } from './fields.tsx';
import { Form } from './form.tsx';
import { parseCode } from './rules.ts';
import type { StepProps } from './steps.ts';
import { useChecks } from './use-checks.ts';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';

/** The form in which an invited user chooses their own password. */
export const NewPasswordForm = ({ step: { challenge, email, stays }, goTo }: StepProps<'new-password'>) => {
  const texts = useTexts(accountTexts);
  const { enter } = useSignIn();
  const [pool, refused, checks] = [usePool(), useRefused(), useChecks()];
  return (
    <>
      <p className={styles.lead}>{texts.invitedLead}</p>
      <Form
        label={texts.invited}
        submit={texts.setPassword}
        check={checks('new-password')}
        act={async (typed) => {
          const asked = await pool();
          if (asked.isErr()) return refused(asked.error);
          const signedIn = await asked.value.setNewPassword(challenge, typed('new-password'));
          if (signedIn.isOk()) enter({ tokens: signedIn.value, secondFactor: false }, stays);
          else if (signedIn.error.kind === 'SecondFactorRequired')
            goTo({ kind: 'second-factor', email, challenge: signedIn.error, stays });
          else if (isRefusal(signedIn.error, 'NotAuthorizedException'))
            goTo({ kind: 'sign-in', email, said: 'tooLate' });
          else return refused(signedIn.error);
          return undefined;
        }}
      >
        {(errors) => (
          <>
            <EmailField error={undefined} value={email} readOnly />
            <NewPasswordField error={errors['new-password']} />
          </>
        )}
      </Form>
    </>
  );
};

/** The form for a code from the authenticator app. After a wrong code, the user may try again. */
export const SecondFactorForm = ({ step: { challenge, email, stays }, goTo }: StepProps<'second-factor'>) => {
  const texts = useTexts(accountTexts);
  const { enter } = useSignIn();
  const [pool, refused, checks] = [usePool(), useRefused(), useChecks()];
  return (
    <>
      <p className={styles.lead}>{texts.secondFactorLead}</p>
      <Form
        label={texts.secondFactor}
        submit={texts.signIn}
        check={checks('code')}
        act={async (typed) => {
          const asked = await pool();
          if (asked.isErr()) return refused(asked.error);
          const signedIn = await asked.value.answerSecondFactor(challenge, parseCode(typed('code')) ?? '');
          if (signedIn.isOk()) enter({ tokens: signedIn.value, secondFactor: true }, stays);
          else if (isRefusal(signedIn.error, 'NotAuthorizedException'))
            goTo({ kind: 'sign-in', email, said: 'tooLate' });
          else if (isRefusal(signedIn.error, 'ExpiredCodeException')) return { field: 'code', text: texts.usedCode };
          else return refused(signedIn.error);
          return undefined;
        }}
      >
        {(errors) => <CodeField error={errors.code} />}
      </Form>
    </>
  );
};
