import { type ReactNode, useEffect, useId, useState } from 'react';
import { useAccount } from '../session/account.ts';
import { useTexts } from '../texts/language.tsx';
import { ViewHeading } from '../ui/heading.tsx';
import styles from './account.module.css';
import { ChangePasswordForm } from './change-password-form.tsx';
import { DeleteAccountForm } from './delete-account-form.tsx';
import { SecondFactorSettings } from './second-factor-settings.tsx';
import { settingsTexts } from './settings-texts.ts';
import { SignOutEverywhere } from './sign-out-everywhere.tsx';

/** Everything that users can do with their own account. */
const AccountView = () => {
  const texts = useTexts(settingsTexts);
  return (
    <div className={styles.sections}>
      <ViewHeading>{texts.account}</ViewHeading>
      <Section title={texts.you}>
        <Facts />
      </Section>
      <Section title={texts.changePassword}>
        <ChangePasswordForm />
      </Section>
      <Section title={texts.totp}>
        <SecondFactorSettings />
      </Section>
      <Section title={texts.everywhere}>
        <SignOutEverywhere />
      </Section>
      <Section title={texts.remove}>
        <DeleteAccountForm />
      </Section>
    </div>
  );
};

export default AccountView;

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};

/** The user's ids in both pools, by which developers find them in logs and tables. */
const Facts = () => {
  const texts = useTexts(settingsTexts);
  const { who, session } = useAccount();
  const [identityId, setIdentityId] = useState('…');
  useEffect(() => {
    void session.credentials().map((credentials) => setIdentityId(credentials.identityId));
  }, [session]);
  const facts = [
    [texts.email, who.email],
    [texts.userId, who.sub],
    [texts.identityId, identityId],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};
