import { useRef } from 'react';
import { formatHref, navigate } from '../routes.ts';
import { useAccount, useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Form } from './form.tsx';
import { settingsTexts } from './settings-texts.ts';
import { useAskAsUser } from './use-ask-as-user.ts';
import { isRefusal, useRefused } from './use-refused.ts';

/** What the pool answers for an account that does not exist. */
const ofNobody = ['NotAuthorizedException', 'UserNotFoundException'] as const;

/** Deletes the account once its address is typed: nobody types that by accident. */
export const DeleteAccountForm = () => {
  const texts = useTexts(settingsTexts);
  const { who, pool, freshTokens } = useAccount();
  const { leave } = useSignIn();
  const [askAsUser, refused] = [useAskAsUser(), useRefused()];
  const isInDoubt = useRef(false);
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
          // A refusal after an attempt without an answer means that the account is gone. It must not be asked for then.
          const deleted = await (isInDoubt.current
            ? freshTokens().andThen((tokens) => pool.deleteAccount(tokens))
            : askAsUser((pool, tokens) => pool.deleteAccount(tokens)));
          if (deleted.isErr() && !(isInDoubt.current && isRefusal(deleted.error, ...ofNobody))) {
            isInDoubt.current ||= deleted.error.kind !== 'CognitoRefused' && deleted.error.kind !== 'NotSent';
            return refused(deleted.error);
          }
          await leave('deleted');
          navigate('/');
          return undefined;
        }}
      >
        {(errors) => (
          <TextField
            {...{ name: 'confirmation', label: texts.typeEmail(who.email), error: errors.confirmation }}
            {...{ inputMode: 'email', autoComplete: 'off', autoCapitalize: 'none', spellCheck: 'false' }}
          />
        )}
      </Form>
    </>
  );
};
