import { filesInBucket } from '../../../test/files-bucket.ts';
import { memoryAttachmentStore } from '../../adapters/memory/memory-attachment-store.ts';
import { attachmentStoreLaws } from '../../exports/laws-vitest.ts';

attachmentStoreLaws('the memory adapter', async () => memoryAttachmentStore());
const bounded = { maxBytes: 1024 * 1024 };
attachmentStoreLaws('the memory adapter, of small files', async () => ({
  ...memoryAttachmentStore(bounded),
  ...bounded,
}));
attachmentStoreLaws('the S3 adapter', () => filesInBucket(), { runs: 3 });
