import { Boundary } from '../shared/boundary.tsx';
import { LiveNotice } from './data/live-notice.tsx';
import { panels } from './panels.tsx';
import { formatHref, usePlace } from './place.ts';

/** The console's frame: a tab for each panel, and the panel that the address names. */
export const App = () => {
  const [id, ...place] = usePlace();
  const shown = panels.find((panel) => panel.id === id) ?? panels[0];
  return (
    <>
      <header className="console-header">
        <h1>owned-notes console</h1>
        <nav aria-label="Panels">
          <ul className="tabs">
            {panels.map(({ id, title }) => (
              <li key={id}>
                <a href={formatHref(id)} aria-current={id === shown.id ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id={`panel-${shown.id}`} className="panel">
        <h2>{shown.title}</h2>
        {shown.isLive && <LiveNotice />}
        <Boundary key={shown.id} fallback={<PanelFailed />}>
          <shown.Content place={place} />
        </Boundary>
      </main>
    </>
  );
};

const PanelFailed = () => (
  <div role="alert" className="notice">
    <p>This panel failed. The other panels work, and the browser’s developer tools show the error.</p>
    <button type="button" onClick={() => location.reload()}>
      Load the console again
    </button>
  </div>
);
