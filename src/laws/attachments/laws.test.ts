import { openFilesInBucket } from '../../../test/kit/files-bucket.ts';
import { createMemoryAttachmentStore } from '../../adapters/memory/memory-attachment-store.ts';
import { testAttachmentStoreLaws } from '../../exports/laws-vitest.ts';

testAttachmentStoreLaws('the memory adapter', async () => createMemoryAttachmentStore(), { runs: 15 });
const bounded = { maxBytes: 1024 * 1024 };
const boundedInMemory = async () => ({ ...createMemoryAttachmentStore(bounded), ...bounded });
testAttachmentStoreLaws('the memory adapter with a bound', boundedInMemory, { runs: 2 });
testAttachmentStoreLaws('the S3 adapter', () => openFilesInBucket(), { runs: 2 });
