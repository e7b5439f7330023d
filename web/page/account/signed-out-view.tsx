import { useState } from 'react';
import { useSignIn } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { Banner } from '../ui/banner.tsx';
import { ViewHeading } from '../ui/heading.tsx';
import styles from './account.module.css';
import { accountTexts } from './account-texts.ts';
import { SignInForm } from './sign-in-form.tsx';
import type { Step } from './steps.ts';

export const SignedOutView = () => {
  const texts = useTexts(accountTexts);
  const { state } = useSignIn();
  const [, setStep] = useState<Step>();
  const left = state.kind === 'signed-out' ? state.left : undefined;
  return (
    <div className={styles.card}>
      <ViewHeading>{texts.signIn}</ViewHeading>
      {left !== undefined && (
        <Banner>
          <p>{texts.left[left]}</p>
        </Banner>
      )}
      <SignInForm goTo={setStep} />
    </div>
  );
};
