import { writeFileSync } from 'node:fs';
import { openApi } from '../src/openapi/document.ts';

// `npm run openapi`: writes the document anew, after a change of what it is made of. A test fails where that was not done.
writeFileSync(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(openApi, null, 2)}\n`);
