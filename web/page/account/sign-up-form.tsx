import { useTexts } from '../texts/language.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { EmailField, NewPasswordField, StayField } from './fields.tsx';
import { Form } from './form.tsx';
import type { GoTo } from './steps.ts';
import { useChecks } from './use-checks.ts';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';
import { useSendCode } from './use-send-code.ts';

export const SignUpForm = ({ email, goTo }: { readonly email: string; readonly goTo: GoTo }) => {
  const texts = useTexts(accountTexts);
  const [pool, refused, checks, sendCode] = [usePool(), useRefused(), useChecks(), useSendCode()];
  return (
    <>
      <p className={styles.lead}>{texts.signUpLead}</p>
      <Form
        label={texts.signUp}
        submit={texts.createAccount}
        check={checks('email', 'new-password')}
        act={async (typed) => {
          const [email, password, stays] = [typed('email').trim(), typed('new-password'), typed('stay') !== ''];
          const asked = await pool();
          if (asked.isErr()) return refused(asked.error);
          const signedUp = await asked.value.signUp(email, password);
          if (signedUp.isErr() && !isRefusal(signedUp.error, 'UsernameExistsException')) return refused(signedUp.error);
          // Users who signed up before and never confirmed get another code. Users who have an account see the same
          // text as everybody.
          if (signedUp.isErr()) await sendCode((to) => to.resendCode(email));
          goTo({ kind: 'confirm', email, password, stays });
          return undefined;
        }}
      >
        {(errors) => (
          <>
            <EmailField error={errors.email} defaultValue={email} />
            <NewPasswordField label={texts.password} error={errors['new-password']} />
            <StayField />
          </>
        )}
      </Form>
    </>
  );
};
