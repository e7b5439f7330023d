import { renderToString } from 'react-dom/server';
import type { FirstView } from '../../first-view/plugin.ts';
import { Page } from '../page.tsx';
import { createConfigSource } from '../session/config.ts';
import { languages } from '../texts/texts.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { uiTexts } from '../ui/ui-texts.ts';

// The build runs this, not a browser. The only browser API that the first view reads is its address.
Object.assign(globalThis, { location: new URL('http://localhost/') });

export const renderFirstViews = (): readonly FirstView[] =>
  languages.map((language) => ({
    language,
    view: renderToString(<Page configs={createConfigSource()} language={language} />),
    notLoaded: renderToString(
      <Banner kind="error">
        <p>{uiTexts[language].pageNotLoaded}</p>
        <div>
          <Button>{uiTexts[language].reload}</Button>
        </div>
      </Banner>,
    ),
  }));
