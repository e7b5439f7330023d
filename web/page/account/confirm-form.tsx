import { useState } from 'react';
import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { Button } from '../ui/button.tsx';
import { useToast } from '../ui/toasts.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { failureTexts } from './failure-texts.ts';
import { CodeField, EmailField } from './fields.tsx';
import { Form } from './form.tsx';
import { parseCode } from './rules.ts';
import type { StepProps } from './steps.ts';
import { useChecks } from './use-checks.ts';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';

export const ConfirmForm = ({ step: { email, password, stays }, goTo }: StepProps<'confirm'>) => {
  const texts = useTexts(accountTexts);
  const failures = useTexts(failureTexts);
  const { enter } = useSignIn();
  const toast = useToast();
  const [pool, refused, checks] = [usePool(), useRefused(), useChecks()];
  const [isResending, setResending] = useState(false);

  const resend = async () => {
    setResending(true);
    const sent = await pool().andThen((asked) => asked.resendCode(email));
    setResending(false);
    // If the pool sends no mail, because there is no such user or nothing to confirm, the text is the same.
    const isTold = sent.isOk() || isRefusal(sent.error, 'InvalidParameterException', 'UserNotFoundException');
    toast({ text: isTold ? texts.resent : refused(sent.error).text });
  };

  return (
    <>
      <p className={styles.lead}>{texts.confirmLead(email)}</p>
      <Form
        label={texts.confirm}
        submit={texts.confirmCode}
        check={checks('code')}
        more={
          <Button busy={isResending} onClick={resend}>
            {texts.resend}
          </Button>
        }
        act={async (typed) => {
          const asked = await pool();
          if (asked.isErr()) return refused(asked.error);
          const confirmed = await asked.value.confirmSignUp(email, parseCode(typed('code')) ?? '');
          if (confirmed.isErr()) {
            const tellsOfAccount = isRefusal(
              confirmed.error,
              ...['NotAuthorizedException', 'UserNotFoundException', 'AliasExistsException'],
            );
            return tellsOfAccount ? { field: 'code', text: failures.wrongCode } : refused(confirmed.error);
          }
          const signedIn = await asked.value.signIn(email, password);
          if (signedIn.isOk()) {
            enter({ tokens: signedIn.value, secondFactor: false }, stays);
            return undefined;
          }
          if (!isRefusal(signedIn.error, 'NotAuthorizedException')) {
            goTo({ kind: 'sign-in', email, said: 'confirmed' });
            return undefined;
          }
          // Somebody else signed up with this address first: their password must not stay.
          await asked.value.forgotPassword(email);
          goTo({ kind: 'reset', email, isNotTheOne: true });
          return undefined;
        }}
      >
        {(errors) => (
          <>
            {/* So that password managers know whose code it is. */}
            <EmailField error={undefined} value={email} readOnly />
            <CodeField error={errors.code} />
          </>
        )}
      </Form>
    </>
  );
};
