import { useState } from 'react';
import { SignOutDialog, useSignOutHere } from './account/sign-out.tsx';
import styles from './app.module.css';
import { appTexts } from './app-texts.ts';
import { formatHref, useRoute } from './routes.ts';
import { useSignIn } from './session/account.ts';
import { chooseTheme, readTheme, type Theme, themes } from './session/theme.ts';
import { useLanguage, useTexts } from './texts/language.tsx';
import { type Language, languages } from './texts/texts.ts';
import { Button } from './ui/button.tsx';
import { Menu } from './ui/menu.tsx';

/** The languages' own names, for those who do not read the one that is shown. */
const namesOfLanguages: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

export const Header = () => {
  const texts = useTexts(appTexts);
  const { language, speak } = useLanguage();
  const { state } = useSignIn();
  const route = useRoute();
  const [theme, setTheme] = useState(readTheme);
  const { signOut, busy, unsent, stay } = useSignOutHere();
  const email = state.kind === 'signed-in' ? state.account.who.email : undefined;
  return (
    <header className="page-header">
      <a className="page-name" href={formatHref('/')}>
        {texts.name}
      </a>
      <Menu label={<span className={styles.who}>{email ?? texts.menu}</span>} name={email && texts.menuOf(email)}>
        <div className={styles.menu}>
          {email !== undefined && (
            <>
              <p className={styles.signedIn}>
                {texts.signedInAs} <strong>{email}</strong>
              </p>
              <nav aria-label={texts.menu} className={styles.links}>
                {(['/', '/account'] as const).map((each) => (
                  <a key={each} href={formatHref(each)} aria-current={each === route ? 'page' : undefined}>
                    {each === '/' ? texts.notes : texts.account}
                  </a>
                ))}
              </nav>
            </>
          )}
          <label className={styles.choice}>
            {texts.language}
            <select
              value={language}
              onChange={({ target }) => speak(languages.find((l) => l === target.value) ?? 'en')}
            >
              {languages.map((each) => (
                <option key={each} value={each} lang={each}>
                  {namesOfLanguages[each]}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.choice}>
            {texts.theme}
            <select
              value={theme}
              onChange={({ target }) => {
                const chosen: Theme = themes.find((each) => each === target.value) ?? 'system';
                chooseTheme(chosen);
                setTheme(chosen);
              }}
            >
              {themes.map((each) => (
                <option key={each} value={each}>
                  {texts.themes[each]}
                </option>
              ))}
            </select>
          </label>
          {email !== undefined && (
            <Button busy={busy} onClick={() => signOut()}>
              {texts.signOut}
            </Button>
          )}
        </div>
      </Menu>
      {unsent > 0 && <SignOutDialog unsent={unsent} onStay={stay} onSignOut={() => signOut({ losing: true })} />}
    </header>
  );
};
