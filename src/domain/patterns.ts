/**
 * Matches a note id: a UUID, including the nil and max UUIDs of RFC 9562. `src/openapi` shows this pattern and the next
 * to clients.
 */
export const noteIdPattern =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i;

/** Matches a revision. */
export const revisionPattern = /^[!#-[\]-~]{1,64}$/;
