import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { accountTexts } from './account-texts.ts';
import { EmailField, PasswordField, StayField } from './fields.tsx';
import { Form } from './form.tsx';
import type { GoTo } from './steps.ts';
import { useChecks } from './use-checks.ts';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';
import { useSendCode } from './use-send-code.ts';

export const SignInForm = ({ email, goTo }: { readonly email: string; readonly goTo: GoTo }) => {
  const texts = useTexts(accountTexts);
  const { enter } = useSignIn();
  const [pool, refused, checks, sendCode] = [usePool(), useRefused(), useChecks(), useSendCode()];
  return (
    <Form
      label={texts.signIn}
      submit={texts.signIn}
      check={checks('email', 'password')}
      act={async (typed) => {
        const [email, password, stays] = [typed('email').trim(), typed('password'), typed('stay') !== ''];
        const asked = await pool();
        if (asked.isErr()) return refused(asked.error);
        const signedIn = await asked.value.signIn(email, password);
        if (signedIn.isOk()) {
          enter({ tokens: signedIn.value, secondFactor: false }, stays);
          return undefined;
        }
        const { error } = signedIn;
        if (error.kind === 'SecondFactorRequired') goTo({ kind: 'second-factor', email, challenge: error, stays });
        else if (error.kind === 'NewPasswordRequired') goTo({ kind: 'new-password', email, challenge: error, stays });
        // The pool reports these two only to those who know the password.
        else if (isRefusal(error, 'UserNotConfirmedException')) {
          await sendCode((to) => to.resendCode(email));
          goTo({ kind: 'confirm', email, password, stays });
        } else if (isRefusal(error, 'PasswordResetRequiredException')) {
          await sendCode((to) => to.forgotPassword(email));
          goTo({ kind: 'reset', email });
        } else return refused(error);
        return undefined;
      }}
    >
      {(errors) => (
        <>
          <EmailField error={errors.email} defaultValue={email} />
          <PasswordField error={errors.password} />
          <StayField />
        </>
      )}
    </Form>
  );
};
