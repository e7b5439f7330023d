import { beyondSchemas } from './beyond-schemas.ts';

/** The introduction to the document, in CommonMark, for readers who have nothing else of the project. */
export const description = `\
A multi-user notes backend in which one user cannot reach another’s notes. Every request is signed with AWS Signature \
Version 4. The owner of a note is its caller, as API Gateway vouches for them; nothing that a request says can name \
another. A note that is missing, one that was deleted and one that is somebody else’s get the same 404.

A request that cannot be carried out is answered with a problem (RFC 9457), whose \`type\` is its name. What API \
Gateway itself refuses has a body of its own, \`{"message": "Forbidden"}\`; a route that does not exist gets the \
response \`NoRoute\` of the components. Answers to pages of the origins that a deployment lists also have the headers \
of CORS.

Unknown members, parameters and headers are ignored.

Rules for requests that the schemas below cannot express:

${Object.values(beyondSchemas)
  .map((each) => `- ${each}`)
  .join('\n')}
`;
