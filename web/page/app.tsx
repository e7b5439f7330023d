import { lazy, Suspense, useEffect } from 'react';
import { SignedOutView } from './account/signed-out-view.tsx';
import styles from './app.module.css';
import { appTexts } from './app-texts.ts';
import { Header } from './header.tsx';
import { NotesView } from './notes/notes-view.tsx';
import { go, useRoute } from './routes.ts';
import { useSignIn } from './session/account.ts';
import { useTexts } from './texts/language.tsx';
import { Banner } from './ui/banner.tsx';
import { Button } from './ui/button.tsx';

// Few come here, and nobody first.
const AccountView = lazy(() => import('./account/account-view.tsx'));

export const App = () => {
  const texts = useTexts(appTexts);
  return (
    <>
      <a className={styles.skip} href="#main">
        {texts.skip}
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="page-main">
        <View />
      </main>
    </>
  );
};

const View = () => {
  const texts = useTexts(appTexts);
  const { state } = useSignIn();
  const route = useRoute();
  const isOfWayIn = state.kind === 'signed-in' && (route === '/sign-up' || route === '/forgot');
  useEffect(() => {
    if (isOfWayIn) go('/');
  }, [isOfWayIn]);
  if (state.kind === 'signed-out') return <SignedOutView />;
  if (state.kind === 'waiting')
    return state.failure === undefined ? (
      <p role="status">{texts.loading}</p>
    ) : (
      <Banner kind="error">
        <p>{texts.noConfig}</p>
        <div>
          <Button onClick={state.retry}>{texts.retry}</Button>
        </div>
      </Banner>
    );
  if (route !== '/account') return <NotesView />;
  return (
    <Suspense fallback={<p role="status">{texts.loading}</p>}>
      <AccountView />
    </Suspense>
  );
};
