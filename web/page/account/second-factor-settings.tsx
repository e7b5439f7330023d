import { createTotpUri } from 'owned-notes/client';
import { useState } from 'react';
import { useAccount, useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { takeLostFocus, useLostFocus } from '../ui/take-lost-focus.ts';
import { useToast } from '../ui/toasts.tsx';
import { followQuietly } from '../ui/use-ask-on-leave.ts';
import styles from './account.module.css';
import { CodeField } from './fields.tsx';
import { Form } from './form.tsx';
import { QrCode } from './qr-code.tsx';
import { parseCode } from './rules.ts';
import { settingsTexts } from './settings-texts.ts';
import { useAskAsUser } from './use-ask-as-user.ts';
import { useChecks } from './use-checks.ts';
import { useRefused } from './use-refused.ts';

/** Sets up an authenticator app with its secret, and turns it on with the app's first code. */
export const SecondFactorSettings = () => {
  const texts = useTexts(settingsTexts);
  const { secondFactor, setSecondFactor } = useSignIn();
  const toast = useToast();
  const [askAsUser, refused] = [useAskAsUser(), useRefused()];
  const [secret, setSecret] = useState<string>();
  const [isTurningOff, setTurningOff] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const lead = useLostFocus<HTMLParagraphElement>(`${secret === undefined} ${secondFactor}`);

  const start = async () => {
    setBusy(true);
    const started = await askAsUser((pool, tokens) => pool.startTotp(tokens));
    setBusy(false);
    setFailure(started.isErr() ? refused(started.error).text : undefined);
    if (started.isOk()) setSecret(started.value.secret);
  };
  const turnOff = async () => {
    setTurningOff(false);
    setBusy(true);
    const off = await askAsUser((pool, tokens) => pool.turnOffTotp(tokens));
    setBusy(false);
    setFailure(off.isErr() ? refused(off.error).text : undefined);
    if (off.isErr()) return;
    setSecondFactor(false);
    toast({ text: texts.turnedOff });
  };
  const turnedOn = () => {
    setSecret(undefined);
    setSecondFactor(true);
    toast({ text: texts.turnedOn });
  };

  return (
    <>
      <p className={styles.lead} ref={lead} tabIndex={-1}>
        {secondFactor ? texts.totpOn : texts.totpOff}
      </p>
      {failure !== undefined && (
        <Banner kind="error">
          <p>{failure}</p>
        </Banner>
      )}
      {secret === undefined ? (
        <div className={styles.actions}>
          <Button busy={busy} onClick={start}>
            {secondFactor ? texts.another : texts.setUp}
          </Button>
          {secondFactor && <Button onClick={() => setTurningOff(true)}>{texts.turnOff}</Button>}
        </div>
      ) : (
        <SetUp secret={secret} onDone={turnedOn} onCancel={() => setSecret(undefined)} />
      )}
      {isTurningOff && (
        <Dialog title={texts.turnOffTitle} onClose={() => setTurningOff(false)}>
          <p>{texts.turnOffLead}</p>
          <div className={styles.actions}>
            <Button kind="danger" onClick={turnOff}>
              {texts.turnOff}
            </Button>
            <Button onClick={() => setTurningOff(false)}>{texts.cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
};

interface SetUpProps {
  readonly secret: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

const SetUp = ({ secret, onDone, onCancel }: SetUpProps) => {
  const texts = useTexts(settingsTexts);
  const { who } = useAccount();
  const [askAsUser, refused, checks] = [useAskAsUser(), useRefused(), useChecks()];
  const uri = createTotpUri({ secret, email: who.email });
  return (
    <>
      <p ref={takeLostFocus} tabIndex={-1}>
        {texts.scan}
      </p>
      <QrCode text={uri} label={texts.qr} />
      <a href={uri} onClick={() => followQuietly(() => {})}>
        {texts.openApp}
      </a>
      <p>
        {texts.secret}: <code className={styles.secret}>{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      <p>{texts.thenCode}</p>
      <Form
        label={texts.totp}
        submit={texts.turnOn}
        check={checks('code')}
        more={<Button onClick={onCancel}>{texts.cancel}</Button>}
        act={async (typed) => {
          const confirmed = await askAsUser((pool, tokens) => pool.confirmTotp(tokens, parseCode(typed('code')) ?? ''));
          if (confirmed.isErr()) return refused(confirmed.error);
          onDone();
          return undefined;
        }}
      >
        {(errors) => <CodeField error={errors.code} />}
      </Form>
    </>
  );
};
