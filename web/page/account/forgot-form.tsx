import { useTexts } from '../texts/language.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { AnotherCode } from './another-code.tsx';
import { failureTexts } from './failure-texts.ts';
import { CodeField, EmailField, NewPasswordField } from './fields.tsx';
import { Form } from './form.tsx';
import { parseCode } from './rules.ts';
import type { GoTo, StepProps } from './steps.ts';
import { useChecks } from './use-checks.ts';
import { usePool } from './use-pool.ts';
import { isRefusal, useRefused } from './use-refused.ts';
import { tellingOfAccount } from './use-send-code.ts';

export const ForgotForm = ({ email, goTo }: { readonly email: string; readonly goTo: GoTo }) => {
  const texts = useTexts(accountTexts);
  const [pool, refused, checks] = [usePool(), useRefused(), useChecks()];
  return (
    <>
      <p className={styles.lead}>{texts.forgotLead}</p>
      <Form
        label={texts.forgot}
        submit={texts.sendCode}
        check={checks('email')}
        act={async (typed) => {
          const email = typed('email').trim();
          const sent = await pool().andThen((asked) => asked.forgotPassword(email));
          if (sent.isErr() && !isRefusal(sent.error, ...tellingOfAccount)) return refused(sent.error);
          goTo({ kind: 'reset', email });
          return undefined;
        }}
      >
        {(errors) => <EmailField error={errors.email} defaultValue={email} />}
      </Form>
    </>
  );
};

export const ResetForm = ({ step: { email, isNotTheOne = false }, goTo }: StepProps<'reset'>) => {
  const texts = useTexts(accountTexts);
  const failures = useTexts(failureTexts);
  const [pool, refused, checks] = [usePool(), useRefused(), useChecks()];
  return (
    <>
      {isNotTheOne && <p>{texts.notTheOne}</p>}
      <p className={styles.lead}>{texts.resetLead(email)}</p>
      <Form
        label={texts.forgot}
        submit={texts.setPassword}
        check={checks('code', 'new-password')}
        more={<AnotherCode ask={(to) => to.forgotPassword(email)} />}
        act={async (typed) => {
          const code = parseCode(typed('code')) ?? '';
          const set = await pool().andThen((asked) => asked.resetPassword(email, code, typed('new-password')));
          if (set.isOk()) {
            goTo({ kind: 'sign-in', email, said: set.value.othersSignedOut ? 'passwordSet' : 'passwordSetOnly' });
            return undefined;
          }
          const tells = isRefusal(set.error, ...tellingOfAccount);
          return tells ? { field: 'code', text: failures.wrongCode } : refused(set.error);
        }}
      >
        {(errors) => (
          <>
            <EmailField error={undefined} value={email} readOnly />
            <CodeField error={errors.code} />
            <NewPasswordField error={errors['new-password']} />
          </>
        )}
      </Form>
    </>
  );
};
