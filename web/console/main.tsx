import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../shared/theme.css';

const outputs = await (await fetch('./api/outputs', { headers: { 'x-owned-notes-console': '1' } })).json();

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <h1>Console</h1>
      <pre>{JSON.stringify(outputs, null, 2)}</pre>
    </StrictMode>,
  );
