import { lazy, type ReactNode, Suspense } from 'react';
import { appTexts } from './app-texts.ts';
import { NotesProvider } from './notes/notes-context.tsx';
import { NotesView } from './notes/notes-view.tsx';
import { useRoute } from './routes.ts';
import { useTexts } from './texts/language.tsx';
import { LoadBoundary } from './ui/load-boundary.tsx';

// Loaded on demand: few users visit these, and the second includes the archive code.
const AccountView = lazy(() => import('./account/account-view.tsx'));
const YourData = lazy(() => import('./notes/data/your-data.tsx'));

const views: Readonly<Record<string, ReactNode>> = { '/account': <AccountView />, '/data': <YourData /> };

/** What a signed-in user sees. Writes and uploads go on in each of the views. */
const SignedInView = () => {
  const texts = useTexts(appTexts);
  const route = useRoute();
  const view = route in views ? route : '/';
  return (
    <NotesProvider>
      <LoadBoundary key={view}>
        <Suspense fallback={<p role="status">{texts.loading}</p>}>{views[view] ?? <NotesView />}</Suspense>
      </LoadBoundary>
    </NotesProvider>
  );
};

export default SignedInView;
