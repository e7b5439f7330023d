import type { Tokens, UserPool } from 'owned-notes/client';
import { useRef } from 'react';
import { formatHref, navigate } from '../routes.ts';
import { useAccount, useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Form } from './form.tsx';
import { settingsTexts } from './settings-texts.ts';
import { useAskAsUser } from './use-ask-as-user.ts';
import { isRefusal, useRefused } from './use-refused.ts';

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
          const ask = (to: UserPool, tokens: Tokens) =>
            to.deleteAccount(tokens).mapErr((failure) => {
              isInDoubt.current ||= failure.kind !== 'CognitoRefused' && failure.kind !== 'NotSent';
              return failure;
            });
          // After an attempt without an answer, a refusal may mean that the account is gone: it ends no sign-in then.
          const wasInDoubt = isInDoubt.current;
          const deleted = await (wasInDoubt ? freshTokens().andThen((tokens) => ask(pool, tokens)) : askAsUser(ask));
          const isGone = deleted.isOk() || (wasInDoubt && isRefusal(deleted.error, 'UserNotFoundException'));
          const mayBeGone = deleted.isErr() && wasInDoubt && isRefusal(deleted.error, 'NotAuthorizedException');
          if (deleted.isErr() && !isGone && !mayBeGone) return refused(deleted.error);
          await leave(isGone ? 'deleted' : 'perhaps-deleted');
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
