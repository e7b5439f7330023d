import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { AnotherCode } from './another-code.tsx';
import { failureTexts } from './failure-texts.ts';
import { CodeField, EmailField } from './fields.tsx';
import { Form } from './form.tsx';
import { parseCode } from './rules.ts';
import type { StepProps } from './steps.ts';
import { useChecks } from './use-checks.ts';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';
import { useSendCode } from './use-send-code.ts';

export const ConfirmForm = ({ step: { email, password, stays }, goTo }: StepProps<'confirm'>) => {
  const texts = useTexts(accountTexts);
  const failures = useTexts(failureTexts);
  const { enter } = useSignIn();
  const [pool, refused, checks, sendCode] = [usePool(), useRefused(), useChecks(), useSendCode()];

  return (
    <>
      <p className={styles.lead}>{texts.confirmLead(email)}</p>
      <Form
        label={texts.confirm}
        submit={texts.confirmCode}
        check={checks('code')}
        more={<AnotherCode ask={(to) => to.resendCode(email)} />}
        act={async (typed) => {
          const asked = await pool();
          if (asked.isErr()) return refused(asked.error);
          const confirmed = await asked.value.confirmSignUp(email, parseCode(typed('code')) ?? '');
          if (confirmed.isErr()) {
            const tellsOfAccount = isRefusal(
              confirmed.error,
              ...['NotAuthorizedException', 'UserNotFoundException', 'AliasExistsException'],
            );
            if (!tellsOfAccount) return refused(confirmed.error);
            // An earlier answer may have been lost: then the address is confirmed, and the password is right.
            const again = await asked.value.signIn(email, password);
            if (again.isErr()) {
              const { error } = again;
              if (isRefusal(error, 'NotAuthorizedException')) return { field: 'code', text: failures.wrongCode };
              if (error.kind !== 'SecondFactorRequired' && error.kind !== 'NewPasswordRequired') return refused(error);
              goTo({ kind: 'sign-in', email, said: 'confirmed' });
              return undefined;
            }
            enter({ tokens: again.value, secondFactor: false }, stays);
            return undefined;
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
          await sendCode((to) => to.forgotPassword(email));
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
