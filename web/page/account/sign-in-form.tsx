import { userPool } from 'owned-notes/client';
import { linkTo } from '../routes.ts';
import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { failureText, failureTexts } from './failure-texts.ts';
import { Form } from './form.tsx';
import { isEmail } from './rules.ts';
import type { GoTo } from './steps.ts';

export const SignInForm = ({ email, goTo }: { readonly email?: string | undefined; readonly goTo: GoTo }) => {
  const texts = useTexts(accountTexts);
  const failures = useTexts(failureTexts);
  const { configs, enter } = useSignIn();
  return (
    <>
      <Form
        label={texts.signIn}
        submit={texts.signIn}
        check={(typed) => ({
          email: isEmail(typed('email').trim()) ? undefined : texts.emailMissing,
          password: typed('password') === '' ? texts.passwordMissing : undefined,
        })}
        act={async (typed) => {
          const [email, password, stays] = [typed('email').trim(), typed('password'), typed('stay') !== ''];
          const config = await configs.get();
          if (config.isErr()) return { text: failureText(config.error, failures) };
          const pool = userPool(config.value);
          const signedIn = await pool.signIn(email, password);
          if (signedIn.isOk()) {
            enter({ tokens: signedIn.value, secondFactor: false }, stays);
            return undefined;
          }
          const { error } = signedIn;
          if (error.kind === 'SecondFactorRequired') {
            goTo({ kind: 'second-factor', challenge: error, stays });
            return undefined;
          }
          if (error.kind === 'NewPasswordRequired') {
            goTo({ kind: 'new-password', email, challenge: error, stays });
            return undefined;
          }
          // The pool tells these two to those only who know the password.
          if (error.kind === 'CognitoRefused' && error.type === 'UserNotConfirmedException') {
            await pool.resendCode(email);
            goTo({ kind: 'confirm', email, password, stays });
            return undefined;
          }
          if (error.kind === 'CognitoRefused' && error.type === 'PasswordResetRequiredException') {
            await pool.forgotPassword(email);
            goTo({ kind: 'reset', email });
            return undefined;
          }
          return { text: failureText(error, failures) };
        }}
      >
        {(errors) => (
          <>
            <TextField
              {...{ name: 'email', label: texts.email, error: errors.email, defaultValue: email }}
              {...{ type: 'email', inputMode: 'email', autoComplete: 'username', autoCapitalize: 'none' }}
              spellCheck={false}
              required
            />
            <TextField
              {...{ name: 'password', label: texts.password, error: errors.password }}
              {...{ type: 'password', autoComplete: 'current-password' }}
              required
            />
            <label className={styles.check}>
              <input type="checkbox" name="stay" aria-describedby="stay-hint" />
              <span>
                {texts.stay} <small id="stay-hint">{texts.stayHint}</small>
              </span>
            </label>
          </>
        )}
      </Form>
      <ul className={styles.links}>
        <li>
          <a href={linkTo('/sign-up')}>{texts.toSignUp}</a>
        </li>
        <li>
          <a href={linkTo('/forgot')}>{texts.toForgot}</a>
        </li>
      </ul>
    </>
  );
};
