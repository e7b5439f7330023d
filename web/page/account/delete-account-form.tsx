import { formatHref, navigate } from '../routes.ts';
import { useAccount, useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Form } from './form.tsx';
import { settingsTexts } from './settings-texts.ts';
import { useAskAsUser } from './use-ask-as-user.ts';
import { useRefused } from './use-refused.ts';

/** Deletes the account once its address is typed: nobody types that by accident. */
export const DeleteAccountForm = () => {
  const texts = useTexts(settingsTexts);
  const { who } = useAccount();
  const { leave } = useSignIn();
  const [askAsUser, refused] = [useAskAsUser(), useRefused()];
  return (
    <>
      <p>{texts.removed}</p>
      <p>{texts.stays}</p>
      <p>
        <a href={formatHref('/data')}>{texts.exportFirst}</a>
      </p>
      <Form
        label={texts.remove}
        submit={texts.removeForGood}
        kind="danger"
        check={(typed) => ({
          confirmation:
            typed('confirmation').trim().toLowerCase() === who.email.toLowerCase() ? undefined : texts.typedOther,
        })}
        act={async () => {
          const deleted = await askAsUser((pool, tokens) => pool.deleteAccount(tokens));
          if (deleted.isErr()) return refused(deleted.error);
          await leave('deleted');
          navigate('/');
          return undefined;
        }}
      >
        {(errors) => (
          <TextField
            {...{ name: 'confirmation', label: texts.typeEmail(who.email), error: errors.confirmation }}
            {...{ inputMode: 'email', autoComplete: 'off', autoCapitalize: 'none', spellCheck: false }}
          />
        )}
      </Form>
    </>
  );
};
