import { configOfOutputs } from 'owned-notes/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../shared/theme.css';

const config = configOfOutputs(await (await fetch('./config.json')).json());

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <h1>Notes</h1>
      <p>{config.map(({ apiEndpoint }) => apiEndpoint).unwrapOr('There is no configuration.')}</p>
    </StrictMode>,
  );
