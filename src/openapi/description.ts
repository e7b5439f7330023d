import { beyondSchemas } from './beyond-schemas.ts';

/** The introduction to the document, in CommonMark, for readers who have nothing else of the project. */
export const description = `\
A multi-user notes backend in which one user cannot reach another’s notes. Every request is signed with AWS Signature Version 4. The owner \
of a note is its caller, as API Gateway vouches for them; nothing that a request says can name another. A note that is missing, one that \
was deleted and one that is somebody else’s are the same 404.

A request that cannot be carried out is answered with a problem (RFC 9457), whose \`type\` is its name. What API Gateway itself refuses \
has a body of its own, \`{"message": "Forbidden"}\`; a route that there is not is the response \`NoRoute\` of the components. To pages of \
the origins that a deployment lists, it answers with the headers of CORS besides.

Unknown members, parameters and headers are ignored.

What holds of requests and the schemas below cannot say:

${Object.values(beyondSchemas)
  .map((each) => `- ${each}`)
  .join('\n')}
`;
