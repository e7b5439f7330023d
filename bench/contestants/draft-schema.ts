import * as z from 'zod';

export const draftSchema = z.object({ content: z.string(), attachment: z.string().optional() });
export type Draft = z.infer<typeof draftSchema>;

export const noteIdSchema = z.object({ id: z.uuid() });
