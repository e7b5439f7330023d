import { writeFileSync } from 'node:fs';
import { openApi } from '../src/openapi/document.ts';

// `npm run openapi`: rewrites the document after a change to its sources. A test fails if it is out of date.
writeFileSync(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(openApi, null, 2)}\n`);
