import { lazy, Suspense, useEffect } from 'react';
import { SignedOutView } from './account/signed-out-view.tsx';
import styles from './app.module.css';
import { appTexts } from './app-texts.ts';
import { Header } from './header.tsx';
import { navigate, useRoute } from './routes.ts';
import { useSignIn } from './session/account.ts';
import { useTexts } from './texts/language.tsx';
import { Banner } from './ui/banner.tsx';
import { Button } from './ui/button.tsx';
import { LoadBoundary } from './ui/load-boundary.tsx';

const loadSignedIn = () => import('./signed-in-view.tsx');
const SignedInView = lazy(loadSignedIn);

export const App = () => {
  const texts = useTexts(appTexts);
  return (
    <>
      <a className={styles.skip} href="#main">
        {texts.skip}
      </a>
      <Header />
      <main id="main" tabIndex={-1} className="page-main">
        <LoadBoundary>
          <View />
        </LoadBoundary>
      </main>
    </>
  );
};

const View = () => {
  const texts = useTexts(appTexts);
  const { state } = useSignIn();
  const route = useRoute();
  // Users who are not signed in get the form first; the notes' scripts load while they fill it in.
  useEffect(() => {
    const load = () => void loadSignedIn().catch(() => {});
    addEventListener('focusin', load, { once: true });
    return () => removeEventListener('focusin', load);
  }, []);
  const isOfWayIn = state.kind === 'signed-in' && (route === '/sign-up' || route === '/forgot');
  useEffect(() => {
    if (isOfWayIn) navigate('/');
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
  return (
    <Suspense fallback={<p role="status">{texts.loading}</p>}>
      <SignedInView />
    </Suspense>
  );
};
