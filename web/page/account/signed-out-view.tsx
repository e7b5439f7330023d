import { type ReactNode, useRef, useState } from 'react';
import { formatHref, useRoute } from '../routes.ts';
import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { ViewHeading } from '../ui/heading.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { NewPasswordForm, SecondFactorForm } from './challenge-forms.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { ForgotForm, ResetForm } from './forgot-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { SignUpForm } from './sign-up-form.tsx';
import type { GoTo, SignInStep } from './steps.ts';

/**
 * The views of users who are not signed in: signing in, signing up and resetting the password, which have links, and
 * the steps that these lead to.
 */
export const SignedOutView = () => {
  const texts = useTexts(accountTexts);
  const { state } = useSignIn();
  const route = useRoute();
  const [reached, setReached] = useState<{ readonly step: SignInStep; readonly route: string }>();
  // The address typed in one form is filled in in the others.
  const email = useRef('');

  // A link, or the browser's back button, leaves a step.
  const step = reached?.route === route ? reached.step : undefined;
  const goTo: GoTo = (step) => setReached({ step, route });
  const leaveStep = () => setReached(undefined);
  const left = state.kind === 'signed-out' && step === undefined ? state.left : undefined;
  const isUncleared = left !== undefined && state.kind === 'signed-out' && state.isUncleared === true;
  // Nobody may read that nothing is left.
  const whyLeft = isUncleared && left === 'signed-out' ? texts.signedOut : left && texts.left[left];
  const said = step?.kind === 'sign-in' ? texts[step.said] : whyLeft;
  const { name, heading, form } = chooseView(step, route, email.current, goTo, texts);
  const isSaid = name === 'sign-in' && said !== undefined;
  return (
    <div
      className={styles.card}
      onInput={({ target }) => {
        if (target instanceof HTMLInputElement && target.name === 'email') email.current = target.value;
      }}
    >
      {/* The heading refers to it: screen readers may miss a message that appears together with its view. */}
      <ViewHeading key={name} describedBy={isSaid ? 'said' : undefined}>
        {heading}
      </ViewHeading>
      {isSaid && (
        <Banner id="said">
          <p>{said}</p>
          {isUncleared && <p>{texts.uncleared}</p>}
        </Banner>
      )}
      {form}
      {/* Keyed: otherwise a link that changes into another while it is clicked would lead to the wrong view. */}
      <ul key={name} className={styles.links}>
        {name === 'sign-in' ? (
          <>
            <li>
              <a href={formatHref('/sign-up')} onClick={leaveStep}>
                {texts.toSignUp}
              </a>
            </li>
            <li>
              <a href={formatHref('/forgot')} onClick={leaveStep}>
                {texts.toForgot}
              </a>
            </li>
          </>
        ) : (
          <li>
            <a href={formatHref('/')} onClick={leaveStep}>
              {texts.toSignIn}
            </a>
          </li>
        )}
      </ul>
    </div>
  );
};

interface View {
  readonly name: string;
  readonly heading: string;
  readonly form: ReactNode;
}

const chooseView = (
  step: SignInStep | undefined,
  route: string,
  email: string,
  goTo: GoTo,
  texts: (typeof accountTexts)['en'],
): View => {
  const name = step?.kind ?? (route === '/sign-up' || route === '/forgot' ? route.slice(1) : 'sign-in');
  switch (step?.kind) {
    case 'confirm':
      return { name, heading: texts.confirm, form: <ConfirmForm step={step} goTo={goTo} /> };
    case 'reset':
      return { name, heading: texts.forgot, form: <ResetForm step={step} goTo={goTo} /> };
    case 'new-password':
      return { name, heading: texts.invited, form: <NewPasswordForm step={step} goTo={goTo} /> };
    case 'second-factor':
      return { name, heading: texts.secondFactor, form: <SecondFactorForm step={step} goTo={goTo} /> };
    case 'sign-in':
      return { name, heading: texts.signIn, form: <SignInForm email={step.email} goTo={goTo} /> };
  }
  if (name === 'sign-up') return { name, heading: texts.signUp, form: <SignUpForm email={email} goTo={goTo} /> };
  if (name === 'forgot') return { name, heading: texts.forgot, form: <ForgotForm email={email} goTo={goTo} /> };
  return { name, heading: texts.signIn, form: <SignInForm email={email} goTo={goTo} /> };
};
