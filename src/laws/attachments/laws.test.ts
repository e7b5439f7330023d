import { filesInBucket } from '../../../test/files-bucket.ts';
import { memoryAttachmentStore } from '../../adapters/memory/memory-attachment-store.ts';
import { attachmentStoreLaws } from '../../exports/laws-vitest.ts';

attachmentStoreLaws('the memory adapter', async () => memoryAttachmentStore(), { runs: 25 });
const bounded = { maxBytes: 1024 * 1024 };
const boundedInMemory = async () => ({ ...memoryAttachmentStore(bounded), ...bounded });
attachmentStoreLaws('the memory adapter with a bound', boundedInMemory, { runs: 5 });
attachmentStoreLaws('the S3 adapter', () => filesInBucket(), { runs: 2 });
