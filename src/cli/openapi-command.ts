import type { AddCommands } from './here.ts';
import { block } from './terminal.ts';

export const addOpenApiCommand: AddCommands = (program, { terminal }) => {
  program
    .command('openapi')
    .description('print the API as an OpenAPI 3.1 document')
    .action(async () => {
      // Loaded on demand: other commands know the wire format from the client.
      const { openApi } = await import('../openapi/document.ts');
      terminal.result(true, openApi, block(''));
    });
};
